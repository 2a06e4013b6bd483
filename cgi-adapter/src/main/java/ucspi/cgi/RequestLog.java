package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;

/** Gathers what is told of each request of a connection, and tells it when the request is over. */
final class RequestLog {
    private static final byte[] HTTP_1_0 = Bytes.ascii("HTTP/1.0");
    private static final byte[] HTTP_1_1 = Bytes.ascii("HTTP/1.1");

    private final Kernel kernel;
    private final AccessFormat format;
    private final View view;
    private final Gateway gateway;
    private boolean open;
    private Request request;
    private long millis;
    private long nanos;
    private int status;
    private long bytes;
    private boolean ran;

    /**
     * @param view who looks on; null for nobody
     */
    RequestLog(Kernel kernel, AccessFormat format, View view, Gateway gateway) {
        this.kernel = kernel;
        this.format = format;
        this.view = view;
        this.gateway = gateway;
    }

    private boolean isOn() {
        return view != null || format != AccessFormat.NONE;
    }

    /** A request has come; null for something that is none. */
    void begin(Request begun) {
        if (isOn()) {
            open = true;
            request = begun;
            millis = kernel.realtimeMillis();
            nanos = kernel.monotonicNanos();
            status = 0;
            bytes = 0;
            ran = false;
        }
    }

    /** Whether a request is being served. */
    boolean isOpen() {
        return open;
    }

    /** A program was started for it. */
    void started(int pid, EnvironmentBlock environment) {
        ran = true;
        if (view != null) {
            view.started(pid, environment);
        }
    }

    /** Its program has printed a head. */
    void printed(CgiResponse response) {
        if (view != null) {
            view.printed(response);
        }
    }

    /** The answer has this status. */
    void answered(int answerStatus) {
        status = answerStatus;
        if (view != null) {
            view.answered(status);
        }
    }

    /** So many bytes of the answer's body have been sent. */
    void sent(long count) {
        bytes += count;
    }

    /**
     * The request is over.
     *
     * @param child the program that answered it; null if none did
     */
    void end(Child child) {
        if (!open) {
            return;
        }
        open = false;
        Request over = request;
        request = null;
        AccessEntry entry = entry(over, ran && child != null && child.hasEnded() ? child.exitStatus() : -1);
        if (view != null) {
            view.ended(entry);
        }
        if (format != AccessFormat.NONE) {
            Wire wire = new Wire(512);
            format.write(wire, entry);
            kernel.write(2, wire.bytes(), 0, wire.length());
        }
    }

    private AccessEntry entry(Request request, int exit) {
        long micros = Math.max(0, kernel.monotonicNanos() - nanos) / 1000;
        if (request == null) {
            byte[] remote = gateway.remoteAddress();
            return new AccessEntry(
                    remote, null, millis, null, null, null, null, null, null, status, bytes, micros, exit);
        }
        byte[] remote = variable(request, "REMOTE_ADDR");
        byte[] protocol = variable(request, "SERVER_PROTOCOL");
        return new AccessEntry(
                remote == null ? gateway.remoteAddress() : remote,
                variable(request, "REMOTE_USER"),
                millis,
                request.method(),
                request.uri(),
                protocol == null ? request.minor() == 0 ? HTTP_1_0 : HTTP_1_1 : protocol,
                request.host(),
                field(request, "referer", "HTTP_REFERER"),
                field(request, "user-agent", "HTTP_USER_AGENT"),
                status,
                bytes,
                micros,
                exit);
    }

    private static byte[] variable(Request request, String name) {
        return request.variables() == null ? null : request.variables().value(name);
    }

    private static byte[] field(Request request, String name, String variable) {
        int field = request.head().find(name, 0);
        return field >= 0 ? request.head().value(field) : variable(request, variable);
    }
}
