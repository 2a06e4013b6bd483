package ucspi.kernel;

/** Gives up the rights of the user that started the program: groups, group, user, in that order. */
public final class Privileges {
    private Privileges() {}

    /**
     * Becomes another user and group for good. Supplementary groups go as soon as either id changes: they would carry
     * root's rights along.
     *
     * @param uid the user id, or a value below 1 to stay who we are
     * @param gid the group id, or a value below 1 to stay in the group
     * @throws SysException if any of it is refused
     */
    public static void drop(Sys sys, long uid, long gid) {
        Kernel kernel = sys.kernel();
        boolean root = kernel.geteuid() == 0;
        if (gid > 0) {
            int group = (int) gid;
            Sys.check(root ? kernel.setgroups(new int[] {group}) : 0, "set groups");
            Sys.check(kernel.setgid(group), "set gid");
        } else if (uid > 0 && root) {
            Sys.check(kernel.setgroups(new int[0]), "set groups");
        }
        if (uid > 0) {
            Sys.check(kernel.setuid((int) uid), "set uid");
            if (kernel.setuid(0) >= 0) {
                throw new SysException("give up root for good", Errno.EPERM);
            }
        }
    }
}
