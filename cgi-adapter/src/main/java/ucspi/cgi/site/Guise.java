package ucspi.cgi.site;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Lets root look at files with the rights of a user, and no others: file system ids, setfsuid(2), and groups. Other
 * than with effective ids, the user can neither send us signals meanwhile nor have us wait for a file system of the
 * user's own making.
 */
final class Guise {
    /** What changes nothing, and so only tells. */
    private static final int NONE = -1;

    private final Kernel kernel;
    private final int[] ownGroups;

    Guise(Kernel kernel) {
        this.kernel = kernel;
        int count = Sys.check(kernel.getgroups(new int[0]), "read groups");
        this.ownGroups = new int[count];
        Sys.check(kernel.getgroups(ownGroups), "read groups");
    }

    /** @throws SysException if that cannot be done; then nothing has changed */
    void put(Owner owner) {
        int uid = owner.account().uid();
        int gid = owner.account().gid();
        int answer = kernel.setgroups(owner.groups());
        kernel.setfsgid(gid);
        kernel.setfsuid(uid);
        boolean done = answer >= 0 && kernel.setfsgid(NONE) == gid && kernel.setfsuid(NONE) == uid;
        if (!done) {
            lay();
            throw new SysException("look at files as a user", answer < 0 ? -answer : Errno.EPERM);
        }
    }

    /** @throws SysException if we cannot be who we were */
    void lay() {
        kernel.setfsuid(kernel.geteuid());
        kernel.setfsgid(kernel.getegid());
        Sys.check(kernel.setgroups(ownGroups), "set groups");
        if (kernel.setfsuid(NONE) != kernel.geteuid() || kernel.setfsgid(NONE) != kernel.getegid()) {
            throw new SysException("look at files as ourselves again", Errno.EPERM);
        }
    }
}
