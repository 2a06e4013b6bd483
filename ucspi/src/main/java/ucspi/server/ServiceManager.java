package ucspi.server;

import java.util.Arrays;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.UnixAddress;

/**
 * Tells the service manager that started this process how it fares, sd_notify(3): that it is ready, reloads, stops, how
 * much it does, and that it lives. Where NOTIFY_SOCKET names no manager, nothing of this costs anything.
 *
 * <p>A manager that does not listen is no reason to fail: what cannot be sent is lost, except that {@link #ready} and
 * {@link #reloading} wait until it is taken.
 */
public final class ServiceManager {
    /** Says in a few words what the program does at present, for people. */
    public interface Status {
        /** Adds the words, one line without its end. */
        void describe(LogLine line);
    }

    private static final int STATUS_EVERY_MILLIS = 1000;
    private static final int WAIT = Linux.MSG_NOSIGNAL;
    private static final int AT_ONCE = Linux.MSG_NOSIGNAL | Linux.MSG_DONTWAIT;
    private static final long MOST_USEC = 1L << 52;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Status status;
    private final byte[] address;
    private final int socket;
    private final int error;
    private final LogLine message = new LogLine();
    private final Timer nextStatus = new Timer(this::tellStatus);
    private final Timer nextSign = new Timer(this::showLife);

    /** Every so many milliseconds the manager wants to see that we live; 0 for never. */
    private final long signEveryMillis;

    private byte[] told = {};

    public ServiceManager(Sys sys, EventLoop loop, Status status) {
        this.kernel = sys.kernel();
        this.loop = loop;
        this.status = status;
        byte[] name = sys.environment("NOTIFY_SOCKET");
        boolean named = name != null && name.length > 1 && (name[0] == '/' || name[0] == '@');
        address = named ? UnixAddress.socketAddress(name) : null;
        int fd = -Errno.EINVAL;
        if (address != null) {
            fd = kernel.socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        }
        int connected = fd < 0 ? fd : kernel.connect(fd, address, address.length);
        socket = connected < 0 ? -1 : fd;
        error = name == null || connected >= 0 ? 0 : -connected;
        if (fd >= 0 && connected < 0) {
            kernel.close(fd);
        }
        signEveryMillis = socket < 0 ? 0 : watchdogMillis(sys);
    }

    /** Half of WATCHDOG_USEC, if WATCHDOG_PID says that we are meant: sd_watchdog_enabled(3). */
    private static long watchdogMillis(Sys sys) {
        byte[] pid = sys.environment("WATCHDOG_PID");
        if (pid != null && number(pid) != sys.kernel().getpid()) {
            return 0;
        }
        byte[] usec = sys.environment("WATCHDOG_USEC");
        long value = usec == null ? 0 : number(usec);
        return value == 0 ? 0 : Math.max(1, value / 2000);
    }

    /** A decimal number, 0 for what is none. */
    private static long number(byte[] text) {
        long value = 0;
        for (byte c : text) {
            if (c < '0' || c > '9' || value > MOST_USEC) {
                return 0;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    /** Why a manager that is named cannot be told anything: a positive error number, 0 if there is none or it can. */
    public int error() {
        return error;
    }

    /** The program serves; from now on it also shows that it lives, if that is wanted. */
    public void ready() {
        if (socket >= 0) {
            send("READY=1\n", true, WAIT);
            if (signEveryMillis > 0) {
                showLife();
            }
        }
    }

    /** The program begins anew; {@link #ready} is to follow, of this or of the next program. */
    public void reloading() {
        if (socket >= 0) {
            send("RELOADING=1\nMONOTONIC_USEC=" + kernel.monotonicNanos() / 1000 + "\n", false, WAIT);
        }
    }

    /** The program ends. */
    public void stopping() {
        if (socket >= 0) {
            send("STOPPING=1\n", true, AT_ONCE);
        }
    }

    /** What {@link Status} says may have changed; the manager is told at most once a second. */
    public void changed() {
        if (socket >= 0 && !nextStatus.isSet()) {
            loop.timers().set(nextStatus, loop.now() + STATUS_EVERY_MILLIS);
        }
    }

    private void tellStatus() {
        send("", true, AT_ONCE);
    }

    private void showLife() {
        send("WATCHDOG=1\n", false, AT_ONCE);
        loop.timers().set(nextSign, loop.now() + signEveryMillis);
    }

    /** Sends a message, if there is anything to say, a status that the manager does not know yet included. */
    private void send(String text, boolean withStatus, int flags) {
        message.clear().add("STATUS=");
        if (withStatus) {
            status.describe(message);
        }
        boolean news = withStatus && !isTold();
        if (news) {
            told = Arrays.copyOf(message.bytes(), message.length());
            message.clear().add(text).add(told).end();
        } else {
            message.clear().add(text);
        }
        if (message.length() > 0) {
            send(flags);
        }
    }

    private boolean isTold() {
        return Arrays.equals(told, 0, told.length, message.bytes(), 0, message.length());
    }

    /** A manager that has begun anew is at the same address, behind another socket. */
    private void send(int flags) {
        int sent = kernel.send(socket, message.bytes(), 0, message.length(), flags);
        if (sent == -Errno.ECONNREFUSED || sent == -Errno.ENOTCONN) {
            kernel.connect(socket, address, address.length);
            kernel.send(socket, message.bytes(), 0, message.length(), flags);
        }
    }
}
