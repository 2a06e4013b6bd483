package ucspi.kernel.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.SearchPath;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/** The kernel as a JVM reaches it: glibc through jnr-ffi, and jnr-posix where it keeps errno. */
public final class JvmKernel implements Kernel {
    private static final long FIONREAD = 0x541b;
    private static final int SEEK_SET = 0;
    private static final boolean X86 = "amd64".equals(System.getProperty("os.arch"));
    private static final int BUFFER_SIZE = 65536;

    private final LibC libc = LibraryLoader.create(LibC.class).load("c");
    private final Runtime runtime = Runtime.getRuntime(libc);
    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final Pointer buffer = Memory.allocateDirect(runtime, BUFFER_SIZE);
    private final int epollEventSize = Layout.epollEventSize(X86);
    private final int[] word = new int[1];
    private final String name;
    private final int argumentCount;

    /** Read at once: the kernel shows it to nobody but root as soon as the process has changed its user, proc(5). */
    private final byte[][] environment = split("/proc/self/environ");

    private final JvmSpawn spawner = new JvmSpawn(libc, runtime, new Sys(this).environment("PATH"));

    /**
     * @param name the name that the program is known by, as a JVM has no argv[0] of its own
     * @param argumentCount how many of the JVM's arguments are the program's; they are the last ones
     */
    public JvmKernel(String name, int argumentCount) {
        this.name = name;
        this.argumentCount = argumentCount;
    }

    private int result(int result) {
        return result >= 0 ? result : -LastError.getLastError(runtime);
    }

    /** The JVM's own arguments come first in /proc/self/cmdline. */
    @Override
    public byte[][] arguments() {
        byte[][] all = split("/proc/self/cmdline");
        byte[][] arguments = new byte[argumentCount + 1][];
        arguments[0] = Bytes.latin1(name);
        System.arraycopy(all, all.length - argumentCount, arguments, 1, argumentCount);
        return arguments;
    }

    @Override
    public byte[][] environment() {
        return environment;
    }

    /** The launchers say where they are; without one, as in a debugger, the search path has to do. */
    @Override
    public byte[][] companion(String program) {
        String directory = System.getProperty("ucspi.launchers");
        byte[] name = Bytes.latin1(directory == null ? program : directory + "/" + program);
        String path = System.getenv("PATH");
        return Bytes.strings(SearchPath.candidates(name, path == null ? null : Bytes.latin1(path)));
    }

    private static byte[][] split(String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            List<byte[]> parts = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == 0) {
                    parts.add(java.util.Arrays.copyOfRange(bytes, start, i));
                    start = i + 1;
                }
            }
            return parts.toArray(new byte[0][]);
        } catch (IOException e) {
            throw new ucspi.kernel.SysException("read " + file, Errno.EIO);
        }
    }

    @Override
    public void exit(int status) {
        java.lang.Runtime.getRuntime().halt(status);
    }

    @Override
    public int getpid() {
        return posix.getpid();
    }

    @Override
    public int geteuid() {
        return posix.geteuid();
    }

    @Override
    public int getegid() {
        return posix.getegid();
    }

    @Override
    public int setgroups(int[] groups) {
        return result(libc.setgroups(groups.length, groups));
    }

    @Override
    public int getgroups(int[] into) {
        return result(libc.getgroups(into.length, into));
    }

    /** Of this thread alone, as the system call has it; it is the one that opens files. */
    @Override
    public int setfsuid(int uid) {
        return libc.setfsuid(uid);
    }

    @Override
    public int setfsgid(int gid) {
        return libc.setfsgid(gid);
    }

    @Override
    public int setgid(int gid) {
        return result(libc.setresgid(gid, gid, gid));
    }

    @Override
    public int setuid(int uid) {
        return result(libc.setresuid(uid, uid, uid));
    }

    @Override
    public int umask(int mask) {
        return posix.umask(mask);
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public long realtimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public int open(byte[] path, int flags, int mode) {
        return result(libc.open(path, flags, mode));
    }

    @Override
    public int openat(int directory, byte[] path, int flags) {
        return result(libc.openat(directory, path, Layout.openFlags(X86, flags), 0));
    }

    @Override
    public int openat2(int directory, byte[] path, int flags, int resolve) {
        byte[] how = new byte[Layout.OPEN_HOW_SIZE];
        Layout.putInt(how, 0, Layout.openFlags(X86, flags));
        Layout.putInt(how, 16, resolve);
        return result(libc.syscall(Layout.OPENAT2_NUMBER, directory, path, how, how.length));
    }

    @Override
    public int readlinkat(int directory, byte[] path, byte[] into) {
        return result(libc.readlinkat(directory, path, into, into.length));
    }

    @Override
    public int getdents64(int directory, byte[] into) {
        return result(libc.getdents64(directory, into, into.length));
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) {
        int n = result(libc.read(fd, buffer, Math.min(length, BUFFER_SIZE)));
        if (n > 0) {
            buffer.get(0, into, offset, n);
        }
        return n;
    }

    @Override
    public int write(int fd, byte[] from, int offset, int length) {
        int n = Math.min(length, BUFFER_SIZE);
        buffer.put(0, from, offset, n);
        return result(libc.write(fd, buffer, n));
    }

    @Override
    public int pread(int fd, byte[] into, int offset, int length, long position) {
        int n = result(libc.pread(fd, buffer, Math.min(length, BUFFER_SIZE), position));
        if (n > 0) {
            buffer.get(0, into, offset, n);
        }
        return n;
    }

    @Override
    public int fsync(int fd) {
        return result(libc.fsync(fd));
    }

    @Override
    public int close(int fd) {
        return result(libc.close(fd));
    }

    @Override
    public long seek(int fd, long offset) {
        long position = libc.lseek(fd, offset, SEEK_SET);
        return position >= 0 ? position : result(-1);
    }

    @Override
    public int pipe2(int[] ends, int flags) {
        return result(libc.pipe2(ends, flags));
    }

    @Override
    public int dup2(int from, int to) {
        return from == to ? to : result(libc.dup2(from, to));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return result(libc.fcntl(fd, command, argument));
    }

    @Override
    public int available(int fd) {
        int answer = result(libc.ioctl(fd, FIONREAD, word));
        return answer < 0 ? answer : word[0];
    }

    @Override
    public int splice(int from, int to, int length, int flags) {
        return result(libc.splice(from, null, to, null, length, flags));
    }

    @Override
    public int rename(byte[] from, byte[] to) {
        return result(libc.rename(from, to));
    }

    @Override
    public int sendfile(int to, int file, long offset, int length) {
        return result(libc.sendfile(to, file, new long[] {offset}, length));
    }

    @Override
    public int unlink(byte[] path) {
        return result(libc.unlink(path));
    }

    @Override
    public int mkdir(byte[] path, int mode) {
        return result(libc.mkdir(path, mode));
    }

    @Override
    public int symlink(byte[] target, byte[] path) {
        return result(libc.symlink(target, path));
    }

    @Override
    public int lock(int fd, int command, int type, long start, long length) {
        long[] flock = {type, start, length, 0};
        int answer = result(libc.fcntl(fd, command, flock));
        return answer < 0 || command == Linux.F_OFD_SETLK ? answer : (int) flock[Layout.LOCK_TYPE] & 0xffff;
    }

    @Override
    public int chmod(byte[] path, int mode) {
        return result(libc.chmod(path, mode));
    }

    @Override
    public int chown(byte[] path, int uid, int gid) {
        return result(libc.chown(path, uid, gid));
    }

    @Override
    public int chdir(byte[] path) {
        return result(libc.chdir(path));
    }

    @Override
    public int stat(byte[] path, long[] into) {
        return statx(Layout.AT_FDCWD, path, 0, into);
    }

    @Override
    public int lstat(byte[] path, long[] into) {
        return statx(Layout.AT_FDCWD, path, Layout.AT_SYMLINK_NOFOLLOW, into);
    }

    @Override
    public int fstat(int fd, long[] into) {
        return statx(fd, new byte[1], Layout.AT_EMPTY_PATH, into);
    }

    private int statx(int directory, byte[] path, int flags, long[] into) {
        byte[] structure = new byte[Layout.STATX_SIZE];
        int answer = result(libc.statx(directory, path, flags, Layout.STATX_BASIC, structure));
        if (answer >= 0) {
            Layout.readStatx(structure, into);
        }
        return answer;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return result(libc.socket(domain, type, protocol));
    }

    @Override
    public int bind(int fd, byte[] address, int length) {
        return result(libc.bind(fd, address, length));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result(libc.listen(fd, backlog));
    }

    @Override
    public int connect(int fd, byte[] address, int length) {
        return result(libc.connect(fd, address, length));
    }

    @Override
    public int accept4(int fd, byte[] address, int[] length, int flags) {
        return result(libc.accept4(fd, address, length, flags));
    }

    @Override
    public int getsockname(int fd, byte[] address, int[] length) {
        return result(libc.getsockname(fd, address, length));
    }

    @Override
    public int getpeername(int fd, byte[] address, int[] length) {
        return result(libc.getpeername(fd, address, length));
    }

    @Override
    public int setsockopt(int fd, int level, int option, int[] value) {
        return result(libc.setsockopt(fd, level, option, value, value.length * 4));
    }

    @Override
    public int getsockopt(int fd, int level, int option, int[] value) {
        int[] length = {value.length * 4};
        int answer = result(libc.getsockopt(fd, level, option, value, length));
        return answer < 0 ? answer : length[0];
    }

    @Override
    public int shutdown(int fd, int how) {
        return result(libc.shutdown(fd, how));
    }

    @Override
    public int recv(int fd, byte[] into, int offset, int length, int flags) {
        int n = result(libc.recv(fd, buffer, Math.min(length, BUFFER_SIZE), flags));
        if (n > 0) {
            buffer.get(0, into, offset, n);
        }
        return n;
    }

    @Override
    public int send(int fd, byte[] from, int offset, int length, int flags) {
        int n = Math.min(length, BUFFER_SIZE);
        buffer.put(0, from, offset, n);
        return result(libc.send(fd, buffer, n, flags));
    }

    @Override
    public int epollCreate(int flags) {
        return result(libc.epoll_create1(flags));
    }

    @Override
    public int epollControl(int epoll, int operation, int fd, int events) {
        byte[] event = new byte[epollEventSize];
        Layout.putInt(event, 0, events);
        Layout.putInt(event, epollEventSize - 8, fd);
        return result(libc.epoll_ctl(epoll, operation, fd, event));
    }

    @Override
    public int epollWait(int epoll, int[] ready, int timeoutMillis) {
        byte[] events = new byte[ready.length / 2 * epollEventSize];
        int count = result(libc.epoll_wait(epoll, events, ready.length / 2, timeoutMillis));
        for (int i = 0; i < count; i++) {
            int at = i * epollEventSize;
            ready[2 * i] = Layout.getInt(events, at + epollEventSize - 8);
            ready[2 * i + 1] = Layout.getInt(events, at);
        }
        return count;
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        byte[] structure = new byte[Layout.POLL_SIZE];
        Layout.putInt(structure, 0, fd);
        Layout.putInt(structure, 4, events & 0xffff);
        int count = result(libc.poll(structure, 1, timeoutMillis));
        return count <= 0 ? count : Layout.getInt(structure, 4) >>> 16;
    }

    @Override
    public int poll(int[] polled, int timeoutMillis) {
        return result(libc.poll(polled, polled.length / 2, timeoutMillis));
    }

    @Override
    public int getrandom(byte[] into, int length) {
        return result(libc.getrandom(into, length, 0));
    }

    @Override
    public int signal(int signal, int action) {
        return libc.signal(signal, action) == -1 ? result(-1) : 0;
    }

    @Override
    public int openSignals(int[] wanted) {
        int[] ends = new int[2];
        int answer = pipe2(ends, Linux.O_CLOEXEC | Linux.O_NONBLOCK);
        if (answer >= 0) {
            new JvmSignals(libc, ends[1]).catchAll(wanted);
        }
        return answer < 0 ? answer : ends[0];
    }

    @Override
    public int readSignals(int fd, int[] into) {
        byte[] numbers = new byte[into.length];
        int count = read(fd, numbers, 0, numbers.length);
        for (int i = 0; i < count; i++) {
            into[i] = numbers[i];
        }
        return count;
    }

    /** The JVM's own handlers do not tell who sent a signal. */
    @Override
    public int readSignals(int fd, int[] into, int[] senders) {
        java.util.Arrays.fill(senders, 0);
        return readSignals(fd, into);
    }

    @Override
    public int kill(int pid, int signal) {
        return posix.kill(pid, signal) < 0 ? -posix.errno() : 0;
    }

    @Override
    public int spawn(Spawn spawn) {
        return spawner.spawn(spawn);
    }

    @Override
    public int exec(Spawn spawn) {
        return spawner.exec(spawn);
    }

    @Override
    public int restart(EnvironmentBlock block, int[] kept) {
        Spawn spawn = new Spawn(block);
        describeSelf(spawn);
        spawn.extra = new int[2 * kept.length];
        for (int i = 0; i < spawn.extra.length; i++) {
            spawn.extra[i] = kept[i / 2];
        }
        int answer = spawner.exec(spawn);
        spawner.markAll();
        return answer;
    }

    @Override
    public void describeSelf(Spawn spawn) {
        spawn.command(split("/proc/self/cmdline"), new Sys(this).environment("PATH"));
    }

    @Override
    public int memfd(byte[] memoryName, int flags) {
        return result(libc.memfd_create(memoryName, flags));
    }

    @Override
    public int waitpid(int pid, int[] status, int options) {
        return result(libc.waitpid(pid, status, options));
    }

    @Override
    public int prctl(int option, int argument) {
        return result(libc.prctl(option, argument));
    }
}
