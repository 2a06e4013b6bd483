package ucspi.cgi;

import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListenSettings;
import ucspi.listen.ListeningSocket;
import ucspi.listen.ListeningSockets;
import ucspi.server.Handover;
import ucspi.server.Offspring;
import ucspi.server.StandardDescriptors;

/**
 * Serves all connections of its listening sockets in one event loop.
 *
 * <pre>
 *              HUP: workers of the program on disk accept           ending signal
 *   SERVING ------------------------------------------> RELIEVED ------------------> ENDING
 *      ^  | ending signal                                  |                            |
 *      |  \------------------------------------------------+--------------------------> | last connection, deadline,
 *      |                                                   | last connection is over    | second ending signal
 *      \--------- the program as it is on disk now --------+                            v
 *                 begins in this same process                                         over
 * </pre>
 *
 * <p>A worker, see {@link Workers}, is relieved in the same way, but ends then.
 */
final class Resident implements Acceptor.Host {
    private enum State {
        SERVING,
        RELIEVED,
        ENDING
    }

    /** What is left to files, programs' pipes and so on, when the most connections follow from the descriptors. */
    private static final int SPARE_DESCRIPTORS = 32;

    /** Most programs have two pipes; a body that is kept may be in a file. */
    private static final int DESCRIPTORS_A_PROGRAM = 3;

    private static final int REPORT_EVERY_MILLIS = 1000;

    private final Sys sys;
    private final Kernel kernel;
    private final EventLoop loop;
    private final ResidentOptions options;
    private final Log log;
    private final List<ListeningSocket> sockets;
    private final Handover handover;
    private final Workers workers;
    private final Connections connections = new Connections();
    private final Gateways gateways;
    private final Admission admission;
    private final Departure departure = new Departure();
    private final Reaper reaper;
    private final MarkedOrphans orphans;
    private final Acceptor acceptor;
    private final Timer tick = new Timer(this::reportDrain);
    private final Runnable checkEnd = this::checkEnd;
    private final int report;
    private final int most;
    private Service service;
    private State state = State.SERVING;
    private long drainDeadline;

    Resident(Sys sys, EventLoop loop, CgiAdapterOptions all) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.loop = loop;
        this.options = all.resident;
        this.log = new Log(kernel);
        this.handover = Handover.receive(sys);
        this.sockets = handover == null ? listen(all) : handover.listeners();
        options.dropPrivileges(sys);
        this.report = reportDescriptor();
        this.workers = new Workers(kernel, loop, sockets, log);
        this.gateways = new Gateways(kernel, all.https);
        this.admission =
                options.rules == null ? null : new Admission(kernel, options.rules, options.rulesMayBeAbsent, log);
        this.reaper = new Reaper(kernel);
        this.orphans = new MarkedOrphans(kernel, loop, reaper);
        reaper.setOthers((pid, status) -> {
            orphans.reaped(pid);
            workers.ended(pid);
        });
        this.acceptor = new Acceptor(kernel, loop, sockets, this, log);
        this.most = mostConnections();
    }

    private List<ListeningSocket> listen(CgiAdapterOptions all) {
        ListenSettings settings = new ListenSettings();
        settings.backlog = options.backlog;
        return new ListeningSockets(sys, settings).open(all.listen.addresses);
    }

    private int reportDescriptor() {
        for (long[] note : handover == null ? List.<long[]>of() : handover.notes()) {
            if (note[0] == Workers.REPORT) {
                kernel.fcntl((int) note[1], Linux.F_SETFD, Linux.FD_CLOEXEC);
                return (int) note[1];
            }
        }
        return -1;
    }

    private boolean isWorker() {
        return report >= 0;
    }

    /** The limit that the options give, or one that leaves descriptors for the programs. */
    private int mostConnections() {
        if (options.connections > 0) {
            return options.connections;
        }
        int descriptors = OpenFiles.most(sys);
        return Math.max(
                descriptors / 2, descriptors - DESCRIPTORS_A_PROGRAM * options.maxProcesses - SPARE_DESCRIPTORS);
    }

    Reaper reaper() {
        return reaper;
    }

    Orphans orphans() {
        return orphans;
    }

    Departure departure() {
        return departure;
    }

    /**
     * Serves until it is told to end.
     *
     * @param with what all connections share
     */
    void run(Service with) {
        service = with;
        new ResidentSignals(sys, loop, this);
        if (isWorker()) {
            becomeWorker();
        } else if (handover != null) {
            workers.adopt(handover.notes());
        }
        acceptor.start();
        if (!isWorker()) {
            workers.want(options.workers - 1);
            printPorts();
        }
        StandardDescriptors.release(sys);
        // children that were handed over may have ended before their signal could be received
        reap();
        loop.run();
    }

    /** Says that we accept; whoever started us may be gone by then, and must not leave us behind. */
    private void becomeWorker() {
        kernel.prctl(Linux.PR_SET_PDEATHSIG, Linux.SIGTERM);
        byte[] one = {1};
        Sys.check(kernel.write(report, one, 0, 1), "report to the main process");
        kernel.close(report);
    }

    private void printPorts() {
        if (!options.printPorts || handover != null) {
            return;
        }
        StringBuilder ports = new StringBuilder();
        for (ListeningSocket socket : sockets) {
            if (!socket.isUnix()) {
                ports.append(socket.port()).append('\n');
            }
        }
        byte[] lines = Bytes.ascii(ports.toString());
        sys.writeFully(1, lines, 0, lines.length);
    }

    @Override
    public boolean hasRoom() {
        return connections.count() < most;
    }

    @Override
    public void accepted(int fd, ListeningSocket at, byte[] remote) {
        if (admission != null && !admission.admits(at, remote)) {
            kernel.close(fd);
            return;
        }
        Ended ended = new Ended(fd);
        Connection connection =
                new Connection(service, loop, new Client(kernel, fd, fd), gateways.of(fd, at, remote), ended);
        ended.connection = connection;
        connections.add(connection);
        connection.startGuarded();
    }

    /** The end of one connection. */
    private final class Ended implements Runnable {
        private final int fd;
        private Connection connection;

        Ended(int fd) {
            this.fd = fd;
        }

        @Override
        public void run() {
            kernel.close(fd);
            connections.remove(connection);
            acceptor.watchIfAllowed();
            if (state != State.SERVING && connections.count() == 0) {
                loop.later(checkEnd);
            }
        }
    }

    /** Children have ended. */
    void reap() {
        reaper.reap();
        reaper.tell();
        if (state != State.SERVING) {
            checkEnd();
        }
    }

    /** A worker's connections are another one's from now on. */
    void relieved() {
        if (isWorker() && state != State.ENDING) {
            stopAccepting();
        }
    }

    /** The program as it is on disk now takes over. Workers are replaced, and told so. */
    void restart() {
        if (state == State.ENDING || isWorker()) {
            return;
        }
        workers.replace(options.workers, new Workers.Succession() {
            @Override
            public void done() {
                stopAccepting();
            }

            @Override
            public void failed() {
                log.line("warning: unable to restart: the new program does not come to accept connections");
            }
        });
    }

    private void stopAccepting() {
        if (state == State.SERVING) {
            state = State.RELIEVED;
            acceptor.stop();
            departure.begin();
        }
        checkEnd();
    }

    private void checkEnd() {
        if (connections.count() > 0 || state == State.SERVING) {
            return;
        }
        if (state == State.ENDING || isWorker()) {
            if (workers.isEmpty()) {
                loop.stop();
            }
            return;
        }
        int answer = Offspring.exec(kernel, sockets, workers.notes());
        log.line("warning: unable to restart: " + Errno.text(-answer));
        state = State.SERVING;
        departure.cancel();
        acceptor.start();
        workers.want(options.workers - 1);
    }

    /** Ends: takes no more connections, and waits for those that there are; a second time, waits for nothing. */
    void end() {
        if (state == State.ENDING) {
            endNow();
            return;
        }
        state = State.ENDING;
        acceptor.stop();
        for (ListeningSocket socket : sockets) {
            socket.close();
        }
        workers.end();
        departure.hurry();
        drainDeadline = options.drainSeconds == 0 ? Long.MAX_VALUE : loop.now() + 1000L * options.drainSeconds;
        connections.each(Connection::depart);
        reportDrain();
    }

    private void endNow() {
        workers.end();
        connections.each(Connection::kill);
        loop.stop();
    }

    private void reportDrain() {
        long now = loop.now();
        int left = connections.count();
        boolean isLate = now >= drainDeadline;
        if (left > 0) {
            log.line("draining: " + left + (isLate ? " left, deadline" : " left"));
        }
        if (isLate) {
            endNow();
            return;
        }
        checkEnd();
        loop.timers().set(tick, Math.min(now + REPORT_EVERY_MILLIS, drainDeadline));
    }
}
