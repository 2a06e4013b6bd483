package ucspi.server;

import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/** The first that a client sees of a listener: its banner, if the client is still there. */
final class Greeting {
    private final Kernel kernel;
    private final ServerLog log;
    private final byte[] banner;

    Greeting(Kernel kernel, ServerLog log, byte[] banner) {
        this.kernel = kernel;
        this.log = log;
        this.banner = banner;
    }

    /**
     * Whether the client has reset the connection: nobody would read what a program writes. One that has only closed it
     * may have left something to be read.
     */
    static boolean isGone(Kernel kernel, int connection) {
        int events = kernel.poll(connection, 0, 0);
        return events > 0 && (events & Linux.EPOLLERR) != 0;
    }

    /** Whether all of the banner went out at once; a client that is gone already needs no program. */
    boolean send(int connection, Transport transport) {
        if (banner.length == 0) {
            return true;
        }
        int sent = kernel.send(connection, banner, 0, banner.length, Linux.MSG_DONTWAIT | Linux.MSG_NOSIGNAL);
        if (sent != banner.length) {
            log.dropped(Refusal.BANNER, transport, "print banner", null, sent < 0 ? -sent : Errno.EAGAIN);
        }
        return sent == banner.length;
    }
}
