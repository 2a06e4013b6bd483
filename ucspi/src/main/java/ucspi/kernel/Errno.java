package ucspi.kernel;

/**
 * The errors of errno(3) that the programs tell apart, and what they say of each. The texts are those of djb's tools
 * (error_str.c), which logs and tests of existing sites know.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int ENOTSOCK = 88;
    public static final int EPROTO = 71;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /** What an error is called in a message. */
    public static String text(int errno) {
        return switch (errno) {
            case 0 -> "no error";
            case EPERM -> "permission denied";
            case EACCES -> "access denied";
            case ENOENT -> "file does not exist";
            case ESRCH -> "no such process";
            case EINTR -> "interrupted system call";
            case EIO -> "input/output error";
            case E2BIG -> "argument list too long";
            case ENOEXEC -> "exec format error";
            case EBADF -> "file descriptor not open";
            case ECHILD -> "no child processes";
            case EAGAIN -> "temporary failure";
            case ENOMEM -> "out of memory";
            case EEXIST -> "file already exists";
            case EXDEV -> "cross-device link";
            case ENOTDIR -> "not a directory";
            case EISDIR -> "is a directory";
            case EINVAL -> "invalid argument";
            case ENFILE -> "system cannot open more files";
            case EMFILE -> "process cannot open more files";
            case ENOSPC -> "out of disk space";
            case ESPIPE -> "unseekable descriptor";
            case EROFS -> "read-only file system";
            case EPIPE -> "broken pipe";
            case ENAMETOOLONG -> "file name too long";
            case ENOSYS -> "function not implemented";
            case ELOOP -> "symbolic link loop";
            case ENOTSOCK -> "not a socket";
            case EPROTO -> "protocol error";
            case EOPNOTSUPP -> "operation not supported";
            case EAFNOSUPPORT -> "address family not supported";
            case EADDRINUSE -> "address already used";
            case EADDRNOTAVAIL -> "address not available";
            case ENETDOWN -> "network down";
            case ENETUNREACH -> "network unreachable";
            case ECONNABORTED -> "connection aborted";
            case ECONNRESET -> "connection reset";
            case ENOTCONN -> "not connected";
            case ETIMEDOUT -> "timed out";
            case ECONNREFUSED -> "connection refused";
            case EHOSTUNREACH -> "host unreachable";
            case EINPROGRESS -> "operation in progress";
            default -> "error " + errno;
        };
    }
}
