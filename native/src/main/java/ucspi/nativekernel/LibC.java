package ucspi.nativekernel;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Variable;

/**
 * The functions of the C library that the native programs call. Parameters are numbers and addresses only: TeaVM would
 * copy a String or an array into a temporary.
 */
final class LibC {
    private LibC() {}

    @Import(name = "__errno_location")
    @Include("errno.h")
    static native Address errnoLocation();

    @Variable
    @Import(name = "environ")
    @Include("unistd.h")
    static native Address environ();

    @Import(name = "strlen")
    @Include("string.h")
    static native long strlen(Address string);

    @Import(name = "memcpy")
    @Include("string.h")
    static native Address memcpy(Address to, Address from, long length);

    @Import(name = "getauxval")
    @Include("sys/auxv.h")
    static native long getauxval(long type);

    @Import(name = "_exit")
    @Include("unistd.h")
    static native void exit(int status);

    @Import(name = "getpid")
    @Include("unistd.h")
    static native int getpid();

    @Import(name = "geteuid")
    @Include("unistd.h")
    static native int geteuid();

    @Import(name = "getegid")
    @Include("unistd.h")
    static native int getegid();

    @Import(name = "setgroups")
    @Include("grp.h")
    static native int setgroups(long count, Address groups);

    @Import(name = "getgroups")
    @Include("unistd.h")
    static native int getgroups(int count, Address into);

    @Import(name = "setfsuid")
    @Include("sys/fsuid.h")
    static native int setfsuid(int uid);

    @Import(name = "setfsgid")
    @Include("sys/fsuid.h")
    static native int setfsgid(int gid);

    @Import(name = "setresgid")
    @Include("unistd.h")
    static native int setresgid(int real, int effective, int saved);

    @Import(name = "setresuid")
    @Include("unistd.h")
    static native int setresuid(int real, int effective, int saved);

    @Import(name = "umask")
    @Include("sys/stat.h")
    static native int umask(int mask);

    @Import(name = "prlimit")
    @Include("sys/resource.h")
    static native int prlimit(int pid, int resource, Address limit, Address old);

    @Import(name = "getpriority")
    @Include("sys/resource.h")
    static native int getpriority(int which, int who);

    @Import(name = "setpriority")
    @Include("sys/resource.h")
    static native int setpriority(int which, int who, int niceness);

    @Import(name = "clock_gettime")
    @Include("time.h")
    static native int clockGettime(int clock, Address into);

    @Import(name = "open")
    @Include("fcntl.h")
    static native int open(Address path, int flags, int mode);

    @Import(name = "openat")
    @Include("fcntl.h")
    static native int openat(int directory, Address path, int flags, int mode);

    /** syscall(2) with the number of openat2, which musl has no function for. */
    @Import(name = "syscall")
    @Include("unistd.h")
    static native int openat2(long number, int directory, Address path, Address how, long size);

    @Import(name = "readlinkat")
    @Include("unistd.h")
    static native int readlinkat(int directory, Address path, Address into, long size);

    /** syscall(2) with the number of getdents64. */
    @Import(name = "syscall")
    @Include("unistd.h")
    static native int getdents64(long number, int directory, Address into, long size);

    @Import(name = "read")
    @Include("unistd.h")
    static native int read(int fd, Address buffer, long length);

    @Import(name = "write")
    @Include("unistd.h")
    static native int write(int fd, Address buffer, long length);

    @Import(name = "pread")
    @Include("unistd.h")
    static native int pread(int fd, Address buffer, long length, long position);

    @Import(name = "fsync")
    @Include("unistd.h")
    static native int fsync(int fd);

    @Import(name = "close")
    @Include("unistd.h")
    static native int close(int fd);

    @Import(name = "lseek")
    @Include("unistd.h")
    static native long lseek(int fd, long offset, int whence);

    @Import(name = "pipe2")
    @Include("unistd.h")
    static native int pipe2(Address ends, int flags);

    @Import(name = "dup2")
    @Include("unistd.h")
    static native int dup2(int from, int to);

    @Import(name = "fcntl")
    @Include("fcntl.h")
    static native int fcntl(int fd, int command, int argument);

    @Import(name = "ioctl")
    @Include("sys/ioctl.h")
    static native int ioctl(int fd, int request, Address argument);

    @Import(name = "splice")
    @Include("fcntl.h")
    static native int splice(int from, Address fromOffset, int to, Address toOffset, long length, int flags);

    @Import(name = "rename")
    @Include("stdio.h")
    static native int rename(Address from, Address to);

    @Import(name = "sendfile")
    @Include("sys/sendfile.h")
    static native int sendfile(int to, int from, Address offset, long length);

    @Import(name = "unlink")
    @Include("unistd.h")
    static native int unlink(Address path);

    @Import(name = "mkdir")
    @Include("sys/stat.h")
    static native int mkdir(Address path, int mode);

    @Import(name = "symlink")
    @Include("unistd.h")
    static native int symlink(Address target, Address path);

    @Import(name = "fcntl")
    @Include("fcntl.h")
    static native int fcntlLock(int fd, int command, Address lock);

    @Import(name = "chmod")
    @Include("sys/stat.h")
    static native int chmod(Address path, int mode);

    @Import(name = "chown")
    @Include("unistd.h")
    static native int chown(Address path, int uid, int gid);

    @Import(name = "chdir")
    @Include("unistd.h")
    static native int chdir(Address path);

    /** syscall(2) with the number of statx, which older versions of musl have no function for. */
    @Import(name = "syscall")
    @Include("unistd.h")
    static native int statx(long number, int directory, Address path, int flags, int mask, Address into);

    @Import(name = "socket")
    @Include("sys/socket.h")
    static native int socket(int domain, int type, int protocol);

    @Import(name = "bind")
    @Include("sys/socket.h")
    static native int bind(int fd, Address address, int length);

    @Import(name = "listen")
    @Include("sys/socket.h")
    static native int listen(int fd, int backlog);

    @Import(name = "connect")
    @Include("sys/socket.h")
    static native int connect(int fd, Address address, int length);

    @Import(name = "accept4")
    @Include("sys/socket.h")
    static native int accept4(int fd, Address address, Address length, int flags);

    @Import(name = "getsockname")
    @Include("sys/socket.h")
    static native int getsockname(int fd, Address address, Address length);

    @Import(name = "getpeername")
    @Include("sys/socket.h")
    static native int getpeername(int fd, Address address, Address length);

    @Import(name = "setsockopt")
    @Include("sys/socket.h")
    static native int setsockopt(int fd, int level, int option, Address value, int length);

    @Import(name = "getsockopt")
    @Include("sys/socket.h")
    static native int getsockopt(int fd, int level, int option, Address value, Address length);

    @Import(name = "shutdown")
    @Include("sys/socket.h")
    static native int shutdown(int fd, int how);

    @Import(name = "recv")
    @Include("sys/socket.h")
    static native int recv(int fd, Address buffer, long length, int flags);

    @Import(name = "send")
    @Include("sys/socket.h")
    static native int send(int fd, Address buffer, long length, int flags);

    @Import(name = "epoll_create1")
    @Include("sys/epoll.h")
    static native int epollCreate1(int flags);

    @Import(name = "epoll_ctl")
    @Include("sys/epoll.h")
    static native int epollCtl(int epoll, int operation, int fd, Address event);

    @Import(name = "epoll_wait")
    @Include("sys/epoll.h")
    static native int epollWait(int epoll, Address events, int most, int timeout);

    @Import(name = "poll")
    @Include("poll.h")
    static native int poll(Address fds, long count, int timeout);

    @Import(name = "getrandom")
    @Include("sys/random.h")
    static native long getrandom(Address into, long length, int flags);

    @Import(name = "signalfd")
    @Include("sys/signalfd.h")
    static native int signalfd(int fd, Address set, int flags);

    @Import(name = "sigprocmask")
    @Include("signal.h")
    static native int sigprocmask(int how, Address set, Address old);

    @Import(name = "signal")
    @Include("signal.h")
    static native Address signal(int signal, Address handler);

    @Import(name = "kill")
    @Include("signal.h")
    static native int kill(int pid, int signal);

    @Import(name = "fork")
    @Include("unistd.h")
    static native int fork();

    @Import(name = "vfork")
    @Include("unistd.h")
    static native int vfork();

    @Import(name = "execve")
    @Include("unistd.h")
    static native int execve(Address path, Address arguments, Address environment);

    @Import(name = "setpgid")
    @Include("unistd.h")
    static native int setpgid(int pid, int group);

    @Import(name = "setsid")
    @Include("unistd.h")
    static native int setsid();

    @Import(name = "waitpid")
    @Include("sys/wait.h")
    static native int waitpid(int pid, Address status, int options);

    @Import(name = "memfd_create")
    @Include("sys/mman.h")
    static native int memfdCreate(Address name, int flags);

    @Import(name = "prctl")
    @Include("sys/prctl.h")
    static native int prctl(int option, long argument);
}
