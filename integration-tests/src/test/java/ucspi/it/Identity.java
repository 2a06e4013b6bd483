package ucspi.it;

/** Who the tests run as, and whom a program may become. */
final class Identity {
    private static final int NOBODY = 65534;

    private Identity() {}

    static boolean isRoot() {
        return Signals.uid() == 0;
    }

    /** A user to switch to: for root somebody without rights, for anybody else only who it is already. */
    static int otherUid() {
        return isRoot() ? NOBODY : Signals.uid();
    }

    /** A group to switch to, as {@link #otherUid}. */
    static int otherGid() {
        return isRoot() ? NOBODY : Signals.gid();
    }
}
