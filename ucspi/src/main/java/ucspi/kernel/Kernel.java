package ucspi.kernel;

/**
 * All that the programs ask of the operating system.
 *
 * <p>Two implementations exist: one reaches libc from a JVM, one is compiled into the native programs. Everything is
 * {@code int}, {@code long} or an array of bytes or ints. Every method that can fail returns a value &gt;= 0, or the
 * negated errno (see {@link Errno}); none throws, none logs, none allocates once the program runs. Names and meanings
 * are those of the Linux manual pages, section 2, where nothing else is said.
 *
 * <p>A <em>path</em> is a byte array that ends in a NUL byte.
 */
public interface Kernel {
    /** The program's arguments, byte for byte; the first one is the name it was started under. */
    byte[][] arguments();

    /**
     * The environment that the program was started with, byte for byte, as {@code NAME=VALUE} entries; the same array
     * each time, not to be changed.
     */
    byte[][] environment();

    /**
     * Where a program of this kit is that belongs to this one: candidates for {@link Spawn}, the program's name being
     * the first argument. Programs that nobody calls by hand are found so, wherever the kit is installed.
     */
    byte[][] companion(String name);

    /** Ends the process at once, as _exit(2); never returns. */
    void exit(int status);

    /** The process id. */
    int getpid();

    /** The effective user id. */
    int geteuid();

    /** The effective group id. */
    int getegid();

    /** setgroups(2) with exactly these groups. */
    int setgroups(int[] groups);

    /** getgroups(2): how many supplementary groups there are; they are stored if {@code into} has any room at all. */
    int getgroups(int[] into);

    /** setfsuid(2): the id before; nothing changes if that is refused, or {@code uid} is -1. */
    int setfsuid(int uid);

    /** setfsgid(2), as {@link #setfsuid}. */
    int setfsgid(int gid);

    /** setresgid(2) of all three ids to {@code gid}. */
    int setgid(int gid);

    /** setresuid(2) of all three ids to {@code uid}. */
    int setuid(int uid);

    /** umask(2); returns the previous mask. */
    int umask(int mask);

    /** Nanoseconds of CLOCK_MONOTONIC. */
    long monotonicNanos();

    /** Milliseconds since 1970-01-01 UTC. */
    long realtimeMillis();

    /** open(2); {@code O_CLOEXEC} is the caller's to give. */
    int open(byte[] path, int flags, int mode);

    /** openat(2); {@code directory} may be {@link Linux#AT_FDCWD}. */
    int openat(int directory, byte[] path, int flags);

    /** openat2(2) with a mode of 0; {@code resolve} is a sum of {@code RESOLVE_}... */
    int openat2(int directory, byte[] path, int flags, int resolve);

    /** readlinkat(2): the number of bytes that it gave; an empty path reads the link that is open with O_PATH. */
    int readlinkat(int directory, byte[] path, byte[] into);

    /** getdents64(2): fills {@code into} with entries, and returns how many bytes of them; 0 at the end. */
    int getdents64(int directory, byte[] into);

    /** read(2) into {@code buffer} from {@code offset}. */
    int read(int fd, byte[] buffer, int offset, int length);

    /** write(2) from {@code buffer} at {@code offset}. */
    int write(int fd, byte[] buffer, int offset, int length);

    /** pread(2) at {@code position} into {@code buffer} from {@code offset}; the descriptor's own position stays. */
    int pread(int fd, byte[] buffer, int offset, int length, long position);

    /** fsync(2). */
    int fsync(int fd);

    /** close(2). */
    int close(int fd);

    /** lseek(2) with SEEK_SET. */
    long seek(int fd, long offset);

    /** pipe2(2); {@code ends[0]} is the reading end, {@code ends[1]} the writing end. */
    int pipe2(int[] ends, int flags);

    /** dup3(2), or a mere success when both numbers are equal. */
    int dup2(int from, int to);

    /** fcntl(2) with an integer argument. */
    int fcntl(int fd, int command, int argument);

    /** ioctl(FIONREAD): the number of bytes waiting in a pipe or socket. */
    int available(int fd);

    /** splice(2) without offsets: moves up to {@code length} bytes between two descriptors, one of them a pipe. */
    int splice(int from, int to, int length, int flags);

    /** rename(2). */
    int rename(byte[] from, byte[] to);

    /** sendfile(2) of up to {@code length} bytes from {@code offset} of a file, whose own position stays. */
    int sendfile(int to, int file, long offset, int length);

    /** unlink(2). */
    int unlink(byte[] path);

    /** mkdir(2). */
    int mkdir(byte[] path, int mode);

    /** symlink(2): makes {@code path} a symbolic link to {@code target}. */
    int symlink(byte[] target, byte[] path);

    /**
     * fcntl(2) with a lock of an open file description.
     *
     * @param command {@link Linux#F_OFD_SETLK}, or {@link Linux#F_OFD_GETLK}, which returns the type of a lock that is
     *     in the way, {@link Linux#F_UNLCK} if there is none
     * @param type {@link Linux#F_RDLCK}, {@link Linux#F_WRLCK} or {@link Linux#F_UNLCK}
     * @param start the first byte
     * @param length how many bytes; 0 is all that may ever follow
     */
    int lock(int fd, int command, int type, long start, long length);

    /** chmod(2). */
    int chmod(byte[] path, int mode);

    /** chown(2); -1 leaves an id as it is. */
    int chown(byte[] path, int uid, int gid);

    /** chdir(2). */
    int chdir(byte[] path);

    /** stat(2), through symbolic links; {@code into} receives what {@link FileStatus} reads. */
    int stat(byte[] path, long[] into);

    /** lstat(2); {@code into} receives what {@link FileStatus} reads. */
    int lstat(byte[] path, long[] into);

    /** fstat(2); {@code into} receives what {@link FileStatus} reads. */
    int fstat(int fd, long[] into);

    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** bind(2) to the first {@code length} bytes of a socket address. */
    int bind(int fd, byte[] address, int length);

    /** listen(2). */
    int listen(int fd, int backlog);

    /** connect(2) to the first {@code length} bytes of a socket address. */
    int connect(int fd, byte[] address, int length);

    /** accept4(2); {@code length[0]} is the room in {@code address} before, and the address's true length after. */
    int accept4(int fd, byte[] address, int[] length, int flags);

    /** getsockname(2); {@code length} as in {@link #accept4}. */
    int getsockname(int fd, byte[] address, int[] length);

    /** getpeername(2); {@code length} as in {@link #accept4}. */
    int getpeername(int fd, byte[] address, int[] length);

    /** setsockopt(2) with a value of some ints, or of none. */
    int setsockopt(int fd, int level, int option, int[] value);

    /** getsockopt(2) of up to {@code value.length} ints; returns the number of bytes that it gave. */
    int getsockopt(int fd, int level, int option, int[] value);

    /** shutdown(2). */
    int shutdown(int fd, int how);

    /** recv(2) into {@code buffer} from {@code offset}. */
    int recv(int fd, byte[] buffer, int offset, int length, int flags);

    /** send(2) from {@code buffer} at {@code offset}. */
    int send(int fd, byte[] buffer, int offset, int length, int flags);

    /** epoll_create1(2). */
    int epollCreate(int flags);

    /** epoll_ctl(2); the event's data is the descriptor itself. */
    int epollControl(int epoll, int operation, int fd, int events);

    /**
     * epoll_wait(2).
     *
     * @param ready receives pairs: a descriptor, its events; its length is twice the most events to report
     * @param timeoutMillis -1 waits for ever
     * @return the number of pairs
     */
    int epollWait(int epoll, int[] ready, int timeoutMillis);

    /** poll(2) of one descriptor; returns its events, 0 at the timeout. */
    int poll(int fd, int events, int timeoutMillis);

    /**
     * poll(2) of several descriptors.
     *
     * @param polled for each a pair: the descriptor, or -1 for none; the events to wait for, to which those that came
     *     are added, shifted left by 16
     * @return how many descriptors have events, 0 at the timeout
     */
    int poll(int[] polled, int timeoutMillis);

    /** getrandom(2): bytes that nobody can guess. */
    int getrandom(byte[] into, int length);

    /** signal(2) with {@link Linux#SIG_DFL} or {@link Linux#SIG_IGN}. */
    int signal(int signal, int action);

    /**
     * Turns signals into input: each named signal is from now on only seen by reading the descriptor that this returns
     * (non-blocking, close-on-exec). A child does not inherit any of it.
     */
    int openSignals(int[] signals);

    /** Reads the numbers of signals that arrived into {@code signals}; returns how many, or -EAGAIN for none. */
    int readSignals(int fd, int[] signals);

    /**
     * The same, and which process each came from: with SIGCHLD, a child that has ended. Others may have ended, too, as
     * signals of the same number merge.
     *
     * @param senders as long as {@code signals}; receives 0 where the flavour does not know
     */
    int readSignals(int fd, int[] signals, int[] senders);

    /** kill(2). */
    int kill(int pid, int signal);

    /**
     * Starts a child as {@link Spawn} describes it and returns its process id. Its signal mask is empty, SIGPIPE,
     * SIGCHLD and SIGTERM have their default actions. When it cannot become what {@code spawn} says, the errno of what
     * failed is returned, {@link Spawn#failedStep} says what that was, and no child is left behind; but see
     * {@link Spawn#identity}.
     */
    int spawn(Spawn spawn);

    /**
     * Replaces this process by the program that {@code spawn} describes, with an empty signal mask; ignored signals
     * stay ignored where that is known. Returns only on failure.
     */
    int exec(Spawn spawn);

    /**
     * Replaces this process by the program that it was started as, read from its file anew, with the same arguments;
     * signals that {@link #openSignals} took stay blocked where the flavour can do that. Returns only on failure.
     *
     * @param kept the close-on-exec descriptors that the program shall find open all the same
     */
    int restart(EnvironmentBlock environment, int[] kept);

    /** Makes {@code spawn} start the program that this process was started as, with the same arguments. */
    void describeSelf(Spawn spawn);

    /** memfd_create(2). */
    int memfd(byte[] name, int flags);

    /** waitpid(2); {@code status[0]} receives the raw wait status; 0 when WNOHANG found none. */
    int waitpid(int pid, int[] status, int options);

    /** prctl(2) with one integer argument. */
    int prctl(int option, int argument);
}
