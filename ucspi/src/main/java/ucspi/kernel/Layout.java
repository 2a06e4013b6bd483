package ucspi.kernel;

/**
 * Where the fields of the kernel's structures lie, for both implementations of {@link Kernel}: the only file that
 * knows. All are little-endian, 64-bit, and the same on x86-64 and arm64 but for epoll_event.
 */
public final class Layout {
    /** sizeof(struct statx), statx(2). */
    public static final int STATX_SIZE = 256;

    /** STATX_BASIC_STATS. */
    public static final int STATX_BASIC = 0x7ff;

    /** AT_FDCWD. */
    public static final int AT_FDCWD = -100;

    /** AT_SYMLINK_NOFOLLOW. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** AT_EMPTY_PATH. */
    public static final int AT_EMPTY_PATH = 0x1000;

    /** sizeof(struct signalfd_siginfo), signalfd(2); its first int is the signal's number. */
    public static final int SIGNAL_INFO_SIZE = 128;

    /** A size that every libc's sigset_t fits in; bit n-1 stands for signal n. */
    public static final int SIGNAL_SET_SIZE = 128;

    /** sizeof(struct pollfd): int fd, short events, short revents. */
    public static final int POLL_SIZE = 8;

    /** How many longs a struct flock has: the type and SEEK_SET, the start, the length, the process. */
    public static final int LOCK_LONGS = 4;

    /** Which of them has l_type in its lowest 16 bits; l_whence above it is SEEK_SET, 0. */
    public static final int LOCK_TYPE = 0;

    private Layout() {}

    /** sizeof(struct epoll_event): packed on x86-64 alone; events at 0, data at this size less 8. */
    public static int epollEventSize(boolean x86) {
        return x86 ? 12 : 16;
    }

    /** The number of the system call statx(2). */
    public static int statxNumber(boolean x86) {
        return x86 ? 332 : 291;
    }

    /** The number of the system call openat2(2), the same for all architectures. */
    public static final int OPENAT2_NUMBER = 437;

    /** sizeof(struct open_how): three longs, flags, mode, resolve. */
    public static final int OPEN_HOW_SIZE = 24;

    /** Where the name begins in a struct linux_dirent64; before it: inode, offset, length at 16, type at 18. */
    public static final int DIRECTORY_ENTRY_NAME = 19;

    /** The number of the system call getdents64(2). */
    public static int getdentsNumber(boolean x86) {
        return x86 ? 217 : 61;
    }

    /** The flags of openat(2): O_DIRECTORY and O_NOFOLLOW differ, {@link Linux} has those of x86-64. */
    public static int openFlags(boolean x86, int flags) {
        if (x86) {
            return flags;
        }
        int others = flags & ~(Linux.O_DIRECTORY | Linux.O_NOFOLLOW);
        int directory = (flags & Linux.O_DIRECTORY) != 0 ? 040000 : 0;
        return others | directory | ((flags & Linux.O_NOFOLLOW) != 0 ? 0100000 : 0);
    }

    /** The int at {@code at}. */
    public static int getInt(byte[] b, int at) {
        return b[at] & 0xff | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | b[at + 3] << 24;
    }

    /** Sets the int at {@code at}. */
    public static void putInt(byte[] b, int at, int value) {
        b[at] = (byte) value;
        b[at + 1] = (byte) (value >> 8);
        b[at + 2] = (byte) (value >> 16);
        b[at + 3] = (byte) (value >> 24);
    }

    /** Adds a signal to a set of {@link #SIGNAL_SET_SIZE} bytes. */
    public static void addSignal(byte[] set, int signal) {
        int bit = signal - 1;
        set[bit >> 3] |= (byte) (1 << (bit & 7));
    }

    /** Translates a struct statx into what {@link FileStatus} names. */
    public static void readStatx(byte[] statx, long[] into) {
        into[FileStatus.DEVICE] = (getInt(statx, 136) & 0xffffffffL) << 32 | getInt(statx, 140) & 0xffffffffL;
        into[FileStatus.INODE] = getLong(statx, 32);
        into[FileStatus.MODE] = getInt(statx, 28) & 0xffff;
        into[FileStatus.UID] = getInt(statx, 20) & 0xffffffffL;
        into[FileStatus.GID] = getInt(statx, 24) & 0xffffffffL;
        into[FileStatus.BYTES] = getLong(statx, 40);
        into[FileStatus.MODIFIED] = getLong(statx, 112);
        into[FileStatus.MODIFIED_NANOS] = getInt(statx, 120);
        into[FileStatus.CHANGED] = getLong(statx, 96);
        into[FileStatus.CHANGED_NANOS] = getInt(statx, 104);
    }

    /** The long at {@code at}. */
    public static long getLong(byte[] b, int at) {
        return getInt(b, at) & 0xffffffffL | (long) getInt(b, at + 4) << 32;
    }
}
