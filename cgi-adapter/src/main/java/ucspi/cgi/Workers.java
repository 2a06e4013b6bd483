package ucspi.cgi;

import java.util.ArrayList;
import java.util.List;
import ucspi.event.EventLoop;
import ucspi.event.Timers.Timer;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.listen.ListeningSocket;
import ucspi.server.Handover;
import ucspi.server.Offspring;

/**
 * The other processes of this program that accept connections at the same sockets: as many as are wanted, each started
 * anew when it dies, and all of them replaced by those of a newer program.
 *
 * <pre>
 *   STARTING --accepts--> READY --relieved or told to end--> LEAVING --its last connection is over--> gone
 * </pre>
 */
final class Workers {
    /** A note of {@link Handover}: a process that accepts, and its id. */
    static final int READY = 1;

    /** A note of {@link Handover}: a process that serves what it has, and its id. */
    static final int LEAVING = 2;

    /** A note of {@link Handover}: whoever gets it is a worker, and says that it accepts on this descriptor. */
    static final int REPORT = 3;

    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 10_000;

    private final Kernel kernel;
    private final EventLoop loop;
    private final List<ListeningSocket> sockets;
    private final Log log;
    private final List<Worker> all = new ArrayList<>();
    private final Timer endOfPause = new Timer(this::fill);
    private int wanted;
    private int pauseMillis = FIRST_PAUSE_MILLIS;
    private Succession succession;

    /** Who waits until workers of the program as it is on disk now have taken over. */
    interface Succession {
        /** All of them accept, and those before them have been relieved. */
        void done();

        /** One of them has not come to accept: nothing has changed. */
        void failed();
    }

    Workers(Kernel kernel, EventLoop loop, List<ListeningSocket> sockets, Log log) {
        this.kernel = kernel;
        this.loop = loop;
        this.sockets = sockets;
        this.log = log;
    }

    /** One process. */
    private final class Worker implements EventLoop.Handler {
        private final int pid;
        private final boolean isSuccessor;
        private int report;
        private boolean accepts;
        private boolean leaves;

        Worker(int pid, int report, boolean isSuccessor) {
            this.pid = pid;
            this.report = report;
            this.isSuccessor = isSuccessor;
        }

        @Override
        public void ready(int events) {
            byte[] one = new byte[1];
            accepts = kernel.read(report, one, 0, 1) == 1;
            close();
            if (accepts) {
                pauseMillis = FIRST_PAUSE_MILLIS;
                takeOver();
            }
        }

        @Override
        public void failed(RuntimeException failure) {
            throw failure;
        }

        void close() {
            if (report >= 0) {
                loop.remove(report);
                kernel.close(report);
                report = -1;
            }
        }

        void tell(int signal) {
            leaves = true;
            kernel.kill(pid, signal);
        }
    }

    /** Takes the processes over that the program before us had, and forgets what does not concern workers. */
    void adopt(List<long[]> notes) {
        for (long[] note : notes) {
            if (note.length == 2 && note[0] != REPORT) {
                Worker worker = new Worker((int) note[1], -1, false);
                worker.accepts = true;
                worker.leaves = note[0] == LEAVING;
                all.add(worker);
            }
        }
    }

    /** What the next program must know of them. */
    List<long[]> notes() {
        List<long[]> notes = new ArrayList<>();
        for (Worker worker : all) {
            notes.add(new long[] {worker.leaves ? LEAVING : READY, worker.pid});
        }
        return notes;
    }

    /** Has so many accept, starting some or relieving some. */
    void want(int count) {
        wanted = count;
        int present = 0;
        for (Worker worker : all) {
            if (!worker.leaves && ++present > count) {
                worker.tell(Linux.SIGUSR1);
            }
        }
        fill();
    }

    private void fill() {
        int present = 0;
        for (Worker worker : all) {
            present += worker.leaves ? 0 : 1;
        }
        while (present < wanted && succession == null && start(false)) {
            present++;
        }
    }

    /**
     * Has so many processes of the program as it is on disk now take the place of all that there are. A succession that
     * is still going on begins again.
     */
    void replace(int count, Succession told) {
        dropSuccessors();
        succession = told;
        loop.timers().cancel(endOfPause);
        for (int i = 0; i < count && succession != null; i++) {
            start(true);
        }
    }

    private boolean start(boolean isSuccessor) {
        int[] ends = new int[2];
        Sys.check(kernel.pipe2(ends, Linux.O_CLOEXEC), "make a pipe");
        List<long[]> notes = List.of(new long[] {REPORT, ends[1]});
        int pid = Offspring.spawn(kernel, sockets, notes, ends[1]);
        kernel.close(ends[1]);
        if (pid < 0) {
            kernel.close(ends[0]);
            log.line("warning: unable to start a worker: " + Errno.text(-pid));
            failed(isSuccessor);
            return false;
        }
        Worker worker = new Worker(pid, ends[0], isSuccessor);
        all.add(worker);
        Sys.check(loop.add(ends[0], Linux.EPOLLIN, worker), "watch a worker");
        return true;
    }

    private void failed(boolean isSuccessor) {
        if (isSuccessor && succession != null) {
            Succession told = succession;
            dropSuccessors();
            succession = null;
            told.failed();
        } else if (wanted > 0) {
            loop.timers().set(endOfPause, loop.now() + pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    private void dropSuccessors() {
        for (Worker worker : all) {
            if (succession != null && worker.isSuccessor && !worker.leaves) {
                worker.close();
                worker.tell(Linux.SIGTERM);
            }
        }
    }

    /** If all successors accept, the others are relieved. */
    private void takeOver() {
        int accepting = 0;
        for (Worker worker : all) {
            boolean isSuccessor = worker.isSuccessor && !worker.leaves;
            if (isSuccessor && !worker.accepts) {
                return;
            }
            accepting += isSuccessor ? 1 : 0;
        }
        if (succession == null || accepting == 0) {
            return;
        }
        for (Worker worker : all) {
            if (!worker.isSuccessor && !worker.leaves) {
                worker.tell(Linux.SIGUSR1);
            }
        }
        wanted = accepting;
        Succession told = succession;
        succession = null;
        successorsAreUsual();
        told.done();
    }

    private void successorsAreUsual() {
        for (int i = 0; i < all.size(); i++) {
            Worker worker = all.get(i);
            if (worker.isSuccessor && !worker.leaves) {
                Worker usual = new Worker(worker.pid, -1, false);
                usual.accepts = true;
                all.set(i, usual);
            }
        }
    }

    /** Has all of them end, and starts no more. */
    void end() {
        wanted = 0;
        succession = null;
        loop.timers().cancel(endOfPause);
        for (Worker worker : all) {
            worker.tell(Linux.SIGTERM);
        }
    }

    /** A process has ended; whether it was a worker, is found here. */
    void ended(int pid) {
        for (int i = 0; i < all.size(); i++) {
            Worker worker = all.get(i);
            if (worker.pid == pid) {
                worker.close();
                all.remove(i);
                if (!worker.leaves) {
                    log.line("warning: worker " + pid + (worker.accepts ? " has ended" : " has ended at its start"));
                    failed(worker.isSuccessor);
                }
                return;
            }
        }
    }

    /** Whether none is left. */
    boolean isEmpty() {
        return all.isEmpty();
    }
}
