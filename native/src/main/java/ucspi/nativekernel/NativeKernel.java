package ucspi.nativekernel;

import org.teavm.interop.Address;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Linux;
import ucspi.kernel.SearchPath;
import ucspi.kernel.Spawn;

/**
 * The kernel as a native program reaches it: libc, called through TeaVM's interop.
 *
 * <p>The collector may move an array whenever something is allocated, so an address is taken in the call that uses it
 * or in code that allocates nothing. errno is read in a statement of its own: C leaves the order within an expression
 * open.
 */
public final class NativeKernel implements Kernel {
    private static final int FIONREAD = 0x541b;
    private static final int AT_PLATFORM = 15;
    private static final int AT_EXECFN = 31;
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SEEK_SET = 0;

    /** ssi_pid in struct signalfd_siginfo, signalfd(2). */
    private static final int SIGNAL_SENDER = 12;

    private final long[] clock = new long[2];
    private final int[] word = new int[2];
    private final long[] openHow = new long[3];
    private final long[] fileOffset = new long[1];
    private final long[] flock = new long[Layout.LOCK_LONGS];
    private final byte[] structure = new byte[256];
    private final int[] senders = new int[2];
    private final byte[] epollEvents;
    private final int epollEventSize;
    private final boolean x86;
    private final int statxNumber;
    private final int allArgumentCount;
    private final int getdentsNumber;
    private int argumentCount;
    private byte[][] environment;
    private final ChildStart childStart = new ChildStart();

    public NativeKernel() {
        byte platform = Address.fromLong(LibC.getauxval(AT_PLATFORM)).getByte();
        x86 = platform == 'x';
        epollEventSize = Layout.epollEventSize(x86);
        statxNumber = Layout.statxNumber(x86);
        getdentsNumber = Layout.getdentsNumber(x86);
        epollEvents = new byte[64 * epollEventSize];
        allArgumentCount = countArguments();
        argumentCount = allArgumentCount;
    }

    private static int result(int result) {
        if (result >= 0) {
            return result;
        }
        Address errno = LibC.errnoLocation();
        return -errno.getInt();
    }

    @Override
    public byte[][] arguments() {
        return strings(LibC.environ().add(-8L * (argumentCount + 1)), argumentCount);
    }

    /** Drops the first argument, so that the second one is the program's name; returns that, or "" without any. */
    String shiftArguments() {
        if (argumentCount > 1) {
            argumentCount--;
            return programName();
        }
        return "";
    }

    /** The first argument. */
    String programName() {
        return argumentCount == 0 ? "" : Bytes.string(arguments()[0]);
    }

    /** argv lies below environ on the stack the program started with: argc, argv, NULL, environ (System V ABI). */
    private static int countArguments() {
        Address end = LibC.environ();
        int count = 0;
        while (end.add(-8L * (count + 2)).getLong() != count) {
            count++;
        }
        return count;
    }

    /** Read once: a program that looks variables up one by one would else copy all of them each time. */
    @Override
    public byte[][] environment() {
        if (environment == null) {
            Address first = LibC.environ();
            int count = 0;
            while (first.add(8L * count).getLong() != 0) {
                count++;
            }
            environment = strings(first, count);
        }
        return environment;
    }

    /** The executable is all programs. Where there is no /proc, as after chroot(2), there may be a search path. */
    @Override
    public byte[][] companion(String name) {
        byte[] path = null;
        byte[] prefix = Bytes.ascii("PATH=");
        for (byte[] entry : environment()) {
            if (path == null && Bytes.startsWith(entry, prefix)) {
                path = java.util.Arrays.copyOfRange(entry, prefix.length, entry.length);
            }
        }
        byte[][] searched = Bytes.strings(SearchPath.candidates(Bytes.latin1(name), path));
        byte[][] all = new byte[searched.length + 1][];
        all[0] = Bytes.ascii("/proc/self/exe");
        System.arraycopy(searched, 0, all, 1, searched.length);
        return all;
    }

    private static byte[][] strings(Address pointers, int count) {
        byte[][] strings = new byte[count][];
        for (int i = 0; i < count; i++) {
            Address string = Address.fromLong(pointers.add(8L * i).getLong());
            byte[] bytes = new byte[(int) LibC.strlen(string)];
            LibC.memcpy(Address.ofData(bytes), string, bytes.length);
            strings[i] = bytes;
        }
        return strings;
    }

    @Override
    public void exit(int status) {
        LibC.exit(status);
    }

    @Override
    public int getpid() {
        return LibC.getpid();
    }

    @Override
    public int geteuid() {
        return LibC.geteuid();
    }

    @Override
    public int getegid() {
        return LibC.getegid();
    }

    @Override
    public int setgroups(int[] groups) {
        return result(LibC.setgroups(groups.length, Address.ofData(groups)));
    }

    @Override
    public int getgroups(int[] into) {
        return result(LibC.getgroups(into.length, Address.ofData(into)));
    }

    @Override
    public int setfsuid(int uid) {
        return LibC.setfsuid(uid);
    }

    @Override
    public int setfsgid(int gid) {
        return LibC.setfsgid(gid);
    }

    @Override
    public int setgid(int gid) {
        return result(LibC.setresgid(gid, gid, gid));
    }

    @Override
    public int setuid(int uid) {
        return result(LibC.setresuid(uid, uid, uid));
    }

    @Override
    public int umask(int mask) {
        return LibC.umask(mask);
    }

    @Override
    public long monotonicNanos() {
        LibC.clockGettime(CLOCK_MONOTONIC, Address.ofData(clock));
        return clock[0] * 1_000_000_000L + clock[1];
    }

    @Override
    public long realtimeMillis() {
        LibC.clockGettime(CLOCK_REALTIME, Address.ofData(clock));
        return clock[0] * 1000L + clock[1] / 1_000_000L;
    }

    @Override
    public int open(byte[] path, int flags, int mode) {
        return result(LibC.open(Address.ofData(path), flags, mode));
    }

    @Override
    public int openat(int directory, byte[] path, int flags) {
        return result(LibC.openat(directory, Address.ofData(path), Layout.openFlags(x86, flags), 0));
    }

    @Override
    public int openat2(int directory, byte[] path, int flags, int resolve) {
        openHow[0] = Layout.openFlags(x86, flags);
        openHow[2] = resolve;
        Address name = Address.ofData(path);
        Address how = Address.ofData(openHow);
        return result(LibC.openat2(Layout.OPENAT2_NUMBER, directory, name, how, Layout.OPEN_HOW_SIZE));
    }

    @Override
    public int readlinkat(int directory, byte[] path, byte[] into) {
        Address name = Address.ofData(path);
        Address to = Address.ofData(into);
        return result(LibC.readlinkat(directory, name, to, into.length));
    }

    @Override
    public int getdents64(int directory, byte[] into) {
        return result(LibC.getdents64(getdentsNumber, directory, Address.ofData(into), into.length));
    }

    @Override
    public int read(int fd, byte[] buffer, int offset, int length) {
        return result(LibC.read(fd, Address.ofData(buffer).add(offset), length));
    }

    @Override
    public int write(int fd, byte[] buffer, int offset, int length) {
        return result(LibC.write(fd, Address.ofData(buffer).add(offset), length));
    }

    @Override
    public int pread(int fd, byte[] buffer, int offset, int length, long position) {
        return result(LibC.pread(fd, Address.ofData(buffer).add(offset), length, position));
    }

    @Override
    public int fsync(int fd) {
        return result(LibC.fsync(fd));
    }

    @Override
    public int close(int fd) {
        return result(LibC.close(fd));
    }

    @Override
    public long seek(int fd, long offset) {
        long position = LibC.lseek(fd, offset, SEEK_SET);
        return position >= 0 ? position : result(-1);
    }

    @Override
    public int pipe2(int[] ends, int flags) {
        return result(LibC.pipe2(Address.ofData(ends), flags));
    }

    @Override
    public int dup2(int from, int to) {
        return from == to ? to : result(LibC.dup2(from, to));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return result(LibC.fcntl(fd, command, argument));
    }

    @Override
    public int available(int fd) {
        word[0] = 0;
        int answer = result(LibC.ioctl(fd, FIONREAD, Address.ofData(word)));
        return answer < 0 ? answer : word[0];
    }

    @Override
    public int splice(int from, int to, int length, int flags) {
        Address none = Address.fromInt(0);
        return result(LibC.splice(from, none, to, none, length, flags));
    }

    @Override
    public int rename(byte[] from, byte[] to) {
        Address old = Address.ofData(from);
        Address name = Address.ofData(to);
        return result(LibC.rename(old, name));
    }

    @Override
    public int sendfile(int to, int file, long offset, int length) {
        fileOffset[0] = offset;
        return result(LibC.sendfile(to, file, Address.ofData(fileOffset), length));
    }

    @Override
    public int unlink(byte[] path) {
        return result(LibC.unlink(Address.ofData(path)));
    }

    @Override
    public int mkdir(byte[] path, int mode) {
        return result(LibC.mkdir(Address.ofData(path), mode));
    }

    @Override
    public int symlink(byte[] target, byte[] path) {
        Address to = Address.ofData(target);
        Address name = Address.ofData(path);
        return result(LibC.symlink(to, name));
    }

    @Override
    public int lock(int fd, int command, int type, long start, long length) {
        flock[Layout.LOCK_TYPE] = type;
        flock[1] = start;
        flock[2] = length;
        flock[3] = 0;
        int answer = result(LibC.fcntlLock(fd, command, Address.ofData(flock)));
        return answer < 0 || command == Linux.F_OFD_SETLK ? answer : (int) flock[Layout.LOCK_TYPE] & 0xffff;
    }

    @Override
    public int chmod(byte[] path, int mode) {
        return result(LibC.chmod(Address.ofData(path), mode));
    }

    @Override
    public int chown(byte[] path, int uid, int gid) {
        return result(LibC.chown(Address.ofData(path), uid, gid));
    }

    @Override
    public int chdir(byte[] path) {
        return result(LibC.chdir(Address.ofData(path)));
    }

    @Override
    public int stat(byte[] path, long[] into) {
        return statx(Layout.AT_FDCWD, Address.ofData(path), 0, into);
    }

    @Override
    public int lstat(byte[] path, long[] into) {
        return statx(Layout.AT_FDCWD, Address.ofData(path), Layout.AT_SYMLINK_NOFOLLOW, into);
    }

    @Override
    public int fstat(int fd, long[] into) {
        word[0] = 0;
        return statx(fd, Address.ofData(word), Layout.AT_EMPTY_PATH, into);
    }

    private int statx(int directory, Address path, int flags, long[] into) {
        Address to = Address.ofData(structure);
        int answer = result(LibC.statx(statxNumber, directory, path, flags, Layout.STATX_BASIC, to));
        if (answer >= 0) {
            Layout.readStatx(structure, into);
        }
        return answer;
    }

    @Override
    public int socket(int domain, int type, int protocol) {
        return result(LibC.socket(domain, type, protocol));
    }

    @Override
    public int bind(int fd, byte[] address, int length) {
        return result(LibC.bind(fd, Address.ofData(address), length));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result(LibC.listen(fd, backlog));
    }

    @Override
    public int connect(int fd, byte[] address, int length) {
        return result(LibC.connect(fd, Address.ofData(address), length));
    }

    @Override
    public int accept4(int fd, byte[] address, int[] length, int flags) {
        Address to = Address.ofData(address);
        Address size = Address.ofData(length);
        return result(LibC.accept4(fd, to, size, flags));
    }

    @Override
    public int getsockname(int fd, byte[] address, int[] length) {
        Address to = Address.ofData(address);
        Address size = Address.ofData(length);
        return result(LibC.getsockname(fd, to, size));
    }

    @Override
    public int getpeername(int fd, byte[] address, int[] length) {
        Address to = Address.ofData(address);
        Address size = Address.ofData(length);
        return result(LibC.getpeername(fd, to, size));
    }

    @Override
    public int setsockopt(int fd, int level, int option, int[] value) {
        return result(LibC.setsockopt(fd, level, option, Address.ofData(value), value.length * 4));
    }

    @Override
    public int getsockopt(int fd, int level, int option, int[] value) {
        word[0] = value.length * 4;
        Address to = Address.ofData(value);
        Address size = Address.ofData(word);
        int answer = result(LibC.getsockopt(fd, level, option, to, size));
        return answer < 0 ? answer : word[0];
    }

    @Override
    public int shutdown(int fd, int how) {
        return result(LibC.shutdown(fd, how));
    }

    @Override
    public int recv(int fd, byte[] buffer, int offset, int length, int flags) {
        return result(LibC.recv(fd, Address.ofData(buffer).add(offset), length, flags));
    }

    @Override
    public int send(int fd, byte[] buffer, int offset, int length, int flags) {
        return result(LibC.send(fd, Address.ofData(buffer).add(offset), length, flags));
    }

    @Override
    public int epollCreate(int flags) {
        return result(LibC.epollCreate1(flags));
    }

    @Override
    public int epollControl(int epoll, int operation, int fd, int events) {
        for (int i = 0; i < epollEventSize; i++) {
            structure[i] = 0;
        }
        Layout.putInt(structure, 0, events);
        Layout.putInt(structure, epollEventSize - 8, fd);
        return result(LibC.epollCtl(epoll, operation, fd, Address.ofData(structure)));
    }

    @Override
    public int epollWait(int epoll, int[] ready, int timeoutMillis) {
        int most = Math.min(ready.length / 2, 64);
        int count = result(LibC.epollWait(epoll, Address.ofData(epollEvents), most, timeoutMillis));
        for (int i = 0; i < count; i++) {
            int at = i * epollEventSize;
            ready[2 * i] = Layout.getInt(epollEvents, at + epollEventSize - 8);
            ready[2 * i + 1] = Layout.getInt(epollEvents, at);
        }
        return count;
    }

    @Override
    public int poll(int fd, int events, int timeoutMillis) {
        word[0] = fd;
        word[1] = events & 0xffff;
        int count = result(LibC.poll(Address.ofData(word), 1, timeoutMillis));
        return count <= 0 ? count : word[1] >>> 16;
    }

    @Override
    public int poll(int[] polled, int timeoutMillis) {
        return result(LibC.poll(Address.ofData(polled), polled.length / 2, timeoutMillis));
    }

    @Override
    public int getrandom(byte[] into, int length) {
        return result((int) LibC.getrandom(Address.ofData(into), length, 0));
    }

    @Override
    public int signal(int signal, int action) {
        Address before = LibC.signal(signal, Address.fromInt(action));
        return before.toLong() == -1 ? result(-1) : 0;
    }

    @Override
    public int openSignals(int[] signals) {
        return childStart.openSignals(signals);
    }

    @Override
    public int readSignals(int fd, int[] signals) {
        return readSignals(fd, signals, senders);
    }

    @Override
    public int readSignals(int fd, int[] signals, int[] from) {
        int most = Math.min(from.length, structure.length / Layout.SIGNAL_INFO_SIZE);
        int length = read(fd, structure, 0, most * Layout.SIGNAL_INFO_SIZE);
        int count = length < 0 ? length : length / Layout.SIGNAL_INFO_SIZE;
        for (int i = 0; i < count; i++) {
            signals[i] = Layout.getInt(structure, i * Layout.SIGNAL_INFO_SIZE);
            from[i] = Layout.getInt(structure, i * Layout.SIGNAL_INFO_SIZE + SIGNAL_SENDER);
        }
        return count;
    }

    @Override
    public int kill(int pid, int signal) {
        return result(LibC.kill(pid, signal));
    }

    @Override
    public int spawn(Spawn spawn) {
        return childStart.spawn(spawn);
    }

    @Override
    public int exec(Spawn spawn) {
        return childStart.exec(spawn);
    }

    /** By the path that the program was executed by, and not /proc/self/exe: that may be a deleted file by now. */
    @Override
    public int restart(EnvironmentBlock block, int[] kept) {
        for (int fd : kept) {
            LibC.fcntl(fd, Linux.F_SETFD, 0);
        }
        Address path = Address.fromLong(LibC.getauxval(AT_EXECFN));
        Address argv = LibC.environ().add(-8L * (allArgumentCount + 1));
        int answer = childStart.restart(path, argv, block);
        for (int fd : kept) {
            LibC.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
        }
        return answer;
    }

    @Override
    public void describeSelf(Spawn spawn) {
        Address path = Address.fromLong(LibC.getauxval(AT_EXECFN));
        byte[] file = new byte[(int) LibC.strlen(path)];
        LibC.memcpy(Address.ofData(file), path, file.length);
        byte[][] argv = strings(LibC.environ().add(-8L * (allArgumentCount + 1)), allArgumentCount);
        spawn.candidates = Bytes.block(new byte[][] {file});
        spawn.arguments = Bytes.block(argv);
        spawn.argumentCount = argv.length;
    }

    @Override
    public int memfd(byte[] name, int flags) {
        return result(LibC.memfdCreate(Address.ofData(name), flags));
    }

    @Override
    public int waitpid(int pid, int[] status, int options) {
        return result(LibC.waitpid(pid, Address.ofData(status), options));
    }

    @Override
    public int prctl(int option, int argument) {
        return result(LibC.prctl(option, argument));
    }
}
