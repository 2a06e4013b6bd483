package ucspi.server;

import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/**
 * What signals do to a listener.
 *
 * <pre>
 *   SERVING --- ending signal, no --drain ---------------------------> over: children live on
 *      | ending signal, --drain
 *      v
 *   DRAINING -- last child reaped, deadline, second ending signal ---> over
 * </pre>
 *
 * <p>SIGHUP begins anew with the program as it is on disk now, SIGUSR1 reports, SIGCHLD reaps.
 */
final class Lifecycle implements EventLoop.Handler {
    private static final int REPORT_EVERY_MILLIS = 1000;

    /** How long a child may stay unreaped whose signal was lost in another's. */
    private static final int OTHERS_AFTER_MILLIS = 10;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Server server;
    private final ServiceManager manager;
    private final ServerLog log;
    private final ServerSettings settings;
    private final int[] arrived = new int[8];
    private final int[] senders = new int[arrived.length];
    private final Timer others = new Timer(this::reap);
    private final Timer tick = new Timer(this::reportDrain);
    private final int signals;
    private boolean draining;
    private long drainDeadline;

    Lifecycle(
            Sys sys,
            EventLoop loop,
            Server server,
            ServiceManager manager,
            ServerLog log,
            ServerSettings settings,
            int[] endings) {
        this.kernel = sys.kernel();
        this.loop = loop;
        this.server = server;
        this.manager = manager;
        this.log = log;
        this.settings = settings;
        int[] wanted = java.util.Arrays.copyOf(endings, endings.length + 3);
        wanted[endings.length] = Linux.SIGCHLD;
        wanted[endings.length + 1] = Linux.SIGHUP;
        wanted[endings.length + 2] = Linux.SIGUSR1;
        signals = Sys.check(kernel.openSignals(wanted), "receive signals");
        Sys.check(loop.add(signals, Linux.EPOLLIN, this), "watch signals");
    }

    @Override
    public void ready(int events) {
        int count = kernel.readSignals(signals, arrived, senders);
        for (int i = 0; i < count; i++) {
            switch (arrived[i]) {
                case Linux.SIGCHLD -> reap(senders[i]);
                case Linux.SIGHUP -> server.restart();
                case Linux.SIGUSR1 -> server.report();
                default -> end();
            }
        }
    }

    @Override
    public void failed(RuntimeException failure) {
        throw failure;
    }

    /**
     * Reaps the child that has ended. Others may have, for signals merge; but with many children it costs too much to
     * ask after all of them each time, for the kernel goes through them one by one.
     */
    private void reap(int ended) {
        if (ended == 0 || server.isCheapToReap()) {
            reap();
        } else {
            server.reap(ended);
            if (!others.isSet()) {
                loop.timers().set(others, loop.now() + OTHERS_AFTER_MILLIS);
            }
        }
    }

    private void reap() {
        server.reap();
        if (draining && server.connections() == 0) {
            loop.stop();
        }
    }

    private void end() {
        manager.stopping();
        if (!settings.drain || draining) {
            loop.stop();
            return;
        }
        draining = true;
        drainDeadline = settings.drainSeconds == 0 ? Long.MAX_VALUE : loop.now() + 1000L * settings.drainSeconds;
        server.stopListening();
        reportDrain();
    }

    private void reportDrain() {
        long now = loop.now();
        int left = server.connections();
        boolean over = left == 0 || now >= drainDeadline;
        log.draining(left, over && left > 0);
        if (over) {
            loop.stop();
        } else {
            loop.timers().set(tick, Math.min(now + REPORT_EVERY_MILLIS, drainDeadline));
        }
    }
}
