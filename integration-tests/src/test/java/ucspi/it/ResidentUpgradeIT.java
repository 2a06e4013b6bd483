package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resident cgi-adapter that begins anew, its workers, and clients who notice nothing of it. */
class ResidentUpgradeIT {
    private static final String SCRIPT =
            "case $QUERY_STRING in stream) echo Content-Type: text/event-stream; echo; echo data: begun; echo;"
                    + " read line; echo data: $line; echo;; *) echo Content-Length: 5; echo; echo here;; esac";

    private static final String ONE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String NEXT = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String STREAM = "POST /?stream HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private static Server server(String options) {
        return Server.tcp(Hosting.resident("127.0.0.1:0", options, "sh", "-c", SCRIPT));
    }

    /** Requests until it is over; each on a connection of its own. */
    private void visit(Server server) {
        while (!over.get()) {
            try (Client client = server.connect()) {
                String answer = client.send(ONE).all();
                note(answer.endsWith("\r\n\r\nhere\n"), answer);
            } catch (RuntimeException | AssertionError e) {
                failures.add(e.toString());
            }
        }
    }

    /** Requests until it is over, on one connection for as long as the server says that it goes on. */
    private void stay(Server server) {
        while (!over.get()) {
            try (Client client = server.connect()) {
                boolean goesOn = true;
                while (goesOn && !over.get()) {
                    String head = client.send(NEXT).upTo("\r\n\r\n");
                    note(client.exactly(5).equals("here\n"), head);
                    goesOn = !head.contains("Connection: close");
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(e.toString());
            }
        }
    }

    private void note(boolean good, String answer) {
        answers.incrementAndGet();
        if (!good) {
            failures.add("answer: " + answer);
        }
    }

    /** How many answers there have been when there are so many more. */
    private void awaitAnswers(int more) {
        int now = answers.get();
        Await.until("answers", () -> answers.get() >= now + more);
    }

    private void underLoad(Server server, Runnable action) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(new Thread(() -> visit(server)));
            clients.add(new Thread(() -> stay(server)));
        }
        clients.forEach(Thread::start);
        try {
            awaitAnswers(20);
            action.run();
            awaitAnswers(20);
        } finally {
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertTrue(failures.isEmpty(), failures.toString());
    }

    /** Asks it to begin anew, and waits until it has, and has so many workers: it serves again itself. */
    private static void restart(Server server, int workers) {
        int pid = server.running().pid();
        String before = Proc.stat(Proc.read(pid, "stat"), 4);
        String vdso = mapping(pid);
        server.running().signal("HUP");
        Await.until(
                "another program",
                () -> !mapping(pid).isEmpty() && !mapping(pid).equals(vdso));
        assertEquals(before, Proc.stat(Proc.read(pid, "stat"), 4));
        Await.until(workers + " workers", () -> workers(server).size() == workers);
    }

    /** Where the kernel has put something of the program: somewhere else after each execve(2). */
    private static String mapping(int pid) {
        for (String line : Proc.read(pid, "maps").split("\n")) {
            if (line.endsWith("[stack]")) {
                return line;
            }
        }
        return "";
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void nobodyNoticesThatItBeginsAnew(int processes) throws InterruptedException {
        try (Server server = server("--workers " + processes)) {
            underLoad(server, () -> {
                restart(server, processes - 1);
                awaitAnswers(20);
                restart(server, processes - 1);
            });
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void aStreamGoesOnWhileOthersAreServedByTheNextProgram() throws InterruptedException {
        try (Server server = server("");
                Client stream = server.connect()) {
            int pid = server.running().pid();
            stream.send(STREAM);
            stream.upTo("data: begun");
            String before = mapping(pid);
            underLoad(server, () -> {
                server.running().signal("HUP");
                Await.until("a relief", () -> relief(server) > 0);
                awaitAnswers(50);
                server.running().signal("HUP");
                awaitAnswers(50);
            });
            assertEquals(before, mapping(pid));
            stream.send("end\n");
            stream.upTo("data: end");
            stream.upTo("0\r\n\r\n");
            Await.until("another program", () -> !mapping(pid).equals(before));
            Await.until("no relief", () -> Proc.children(pid).isEmpty());
            assertTrue(server.connect().send(ONE).all().endsWith("here\n"));
            assertEquals(0, server.terminate());
        }
    }

    /** The process that has taken over, 0 if there is none. */
    private static int relief(Server server) {
        List<Integer> workers = workers(server);
        return workers.isEmpty() ? 0 : workers.get(0);
    }

    private static List<Integer> workers(Server server) {
        List<Integer> workers = new ArrayList<>();
        for (int child : Proc.children(server.running().pid())) {
            if (Proc.read(child, "cmdline").contains("--listen")) {
                workers.add(child);
            }
        }
        return workers;
    }

    @Test
    void theEndComesWhileAnotherHasTakenOver() {
        try (Server server = server("");
                Client stream = server.connect()) {
            stream.send(STREAM);
            stream.upTo("data: begun");
            server.running().signal("HUP");
            Await.until("a relief", () -> relief(server) > 0);
            int relief = relief(server);
            assertTrue(server.connect().send(ONE).all().endsWith("here\n"));
            server.running().signal("TERM");
            CgiSite.awaitGone(List.of(relief));
            stream.send("end\n");
            stream.upTo("data: end");
            assertEquals(0, server.running().awaitExit());
        }
    }

    @Test
    void aWorkerThatDiesIsStartedAnew() {
        try (Server server = server("--workers 2")) {
            Await.until("a worker", () -> relief(server) > 0);
            int worker = relief(server);
            Signals.send(worker, "KILL");
            server.log().await("cgi-adapter: warning: worker " + worker + " has ended");
            Await.until("another worker", () -> relief(server) > 0 && relief(server) != worker);
            assertTrue(server.connect().send(ONE).all().endsWith("here\n"));
            assertEquals(0, server.terminate());
        }
    }

    @Test
    void workersDoNotOutliveTheMainProcess() {
        try (Server server = server("--workers 2")) {
            Await.until("a worker", () -> relief(server) > 0);
            int worker = relief(server);
            assertTrue(server.connect().send(ONE).all().endsWith("here\n"));
            server.running().signal("KILL");
            CgiSite.awaitGone(List.of(worker));
        }
    }
}
