package ucspi.kernel.jvm;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.Transient;

/**
 * The functions of the GNU C library that {@link JvmKernel} calls through jnr-ffi; names, parameters and results are
 * those of the manual pages. jnr-posix offers some of them, but loses errno or the bytes of paths.
 */
public interface LibC {
    int setgroups(long count, @In int[] groups);

    int getgroups(int count, @Out int[] groups);

    int setfsuid(int uid);

    int setfsgid(int gid);

    int setresgid(int real, int effective, int saved);

    int setresuid(int real, int effective, int saved);

    int open(@In byte[] path, int flags, int mode);

    int openat(int directory, @In byte[] path, int flags, int mode);

    /** syscall(2) with the number of openat2(2), which glibc has no function for. */
    int syscall(long number, int directory, @In byte[] path, @In byte[] how, long size);

    int readlinkat(int directory, @In byte[] path, @Out byte[] into, long size);

    int getdents64(int directory, @Out byte[] into, long size);

    int read(int fd, Pointer buffer, long length);

    int write(int fd, Pointer buffer, long length);

    int pread(int fd, Pointer buffer, long length, long position);

    int fsync(int fd);

    int close(int fd);

    long lseek(int fd, long offset, int whence);

    int pipe2(@Out int[] ends, int flags);

    int dup2(int from, int to);

    int fcntl(int fd, int command, int argument);

    int ioctl(int fd, long request, @Out int[] argument);

    int splice(int from, Pointer fromOffset, int to, Pointer toOffset, long length, int flags);

    int rename(@In byte[] from, @In byte[] to);

    int sendfile(int to, int from, @In long[] offset, long length);

    int unlink(@In byte[] path);

    int mkdir(@In byte[] path, int mode);

    int symlink(@In byte[] target, @In byte[] path);

    /** With a struct flock. */
    int fcntl(int fd, int command, @In @Out long[] lock);

    int chmod(@In byte[] path, int mode);

    int chown(@In byte[] path, int uid, int gid);

    int chdir(@In byte[] path);

    int statx(int directory, @In byte[] path, int flags, int mask, @Out byte[] into);

    int socket(int domain, int type, int protocol);

    int bind(int fd, @In byte[] address, int length);

    int listen(int fd, int backlog);

    int connect(int fd, @In byte[] address, int length);

    int accept4(int fd, @Out byte[] address, @In @Out int[] length, int flags);

    int getsockname(int fd, @Out byte[] address, @In @Out int[] length);

    int getpeername(int fd, @Out byte[] address, @In @Out int[] length);

    int setsockopt(int fd, int level, int option, @In int[] value, int length);

    int getsockopt(int fd, int level, int option, @Out int[] value, @In @Out int[] length);

    int shutdown(int fd, int how);

    int recv(int fd, Pointer buffer, long length, int flags);

    int send(int fd, Pointer buffer, long length, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, @In byte[] event);

    int epoll_wait(int epoll, @Out byte[] events, int most, int timeout);

    int poll(@In @Out byte[] fds, long count, int timeout);

    int memfd_create(@In byte[] name, int flags);

    int poll(@In @Out int[] fds, long count, int timeout);

    int getrandom(@Out byte[] into, long length, int flags);

    long signal(int signal, long action);

    int prctl(int option, long argument);

    int waitpid(int pid, @Out int[] status, int options);

    int sigprocmask(int how, @In byte[] set, @Out byte[] old);

    Pointer signal(int signal, Pointer handler);

    int setpgid(int pid, int group);

    int setsid();

    int execve(Pointer path, @Transient Pointer arguments, @Transient Pointer environment);

    int access(@In byte[] path, int mode);

    int umask(int mask);

    int getpriority(int which, int who);

    int setpriority(int which, int who, int niceness);

    int posix_spawn(
            @Out int[] pid,
            Pointer path,
            @Transient Pointer actions,
            @Transient Pointer attributes,
            @Transient Pointer arguments,
            @Transient Pointer environment);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    int posix_spawn_file_actions_addchdir_np(Pointer actions, Pointer path);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, @In byte[] set);

    int posix_spawnattr_setsigdefault(Pointer attributes, @In byte[] set);

    int posix_spawnattr_setpgroup(Pointer attributes, int group);
}
