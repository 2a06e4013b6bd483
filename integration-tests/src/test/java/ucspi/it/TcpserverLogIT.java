package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tcpserver says on standard error, line by line, byte by byte. */
class TcpserverLogIT {
    @Test
    void aConnectionIsFiveLines() {
        Launch launch = Server.tcpLaunch("-vRHl0", "0", "sh", "-c", "echo $$; read code; exit $code");
        try (Server server = Server.tcp(launch)) {
            String pid;
            int port;
            try (Client client = Client.connect("127.0.0.4", server.port(), "127.0.0.3")) {
                port = client.localPort();
                pid = client.line();
                client.send("3\n").all();
            }
            server.log().await(1, "tcpserver: status: 0/40");
            List<String> lines = server.log().soFar();
            assertEquals("tcpserver: status: 0/40", lines.get(0));
            assertEquals("tcpserver: end " + pid + " status 768", lines.get(4));
            assertEquals("tcpserver: status: 0/40", lines.get(5));
            assertEquals(6, lines.size());
            // The classic tool writes the first of them in the listener and the others in the child, in any order.
            List<String> begin = lines.subList(1, 4);
            String ok = "tcpserver: ok " + pid + " 0:127.0.0.4:" + server.port() + " :127.0.0.3::" + port;
            assertTrue(begin.contains("tcpserver: status: 1/40"), begin.toString());
            assertTrue(begin.contains(ok), begin.toString());
            assertTrue(begin.indexOf("tcpserver: pid " + pid + " from 127.0.0.3") >= 0, begin.toString());
            assertTrue(begin.indexOf("tcpserver: pid " + pid + " from 127.0.0.3") < begin.indexOf(ok));
        }
    }

    @Test
    void theStatusIsTheRawWaitStatus() {
        try (Server server = Server.tcp("-vRHl0", "sh", "-c", "echo $$; read x; eval \"$x\"")) {
            assertEquals("0", endOf(server, "exit 0"));
            assertEquals("256", endOf(server, "exit 1"));
            assertEquals("28416", endOf(server, "exit 111"));
            assertEquals("65280", endOf(server, "exit 255"));
            assertEquals("9", endOf(server, "kill -KILL $$"));
            assertEquals("15", endOf(server, "kill -TERM $$"));
        }
    }

    private static String endOf(Server server, String order) {
        try (Client client = server.connect()) {
            String end = "tcpserver: end " + client.line() + " status ";
            client.send(order + "\n").all();
            return server.log().await(end).substring(end.length());
        }
    }

    @Test
    void unsafeBytesOfTheLocalNameAreReplaced() {
        assertEquals("a?b?c??d?e?", localNameInLog("a:b%c\u0001\u00ffd e\n"));
    }

    @Test
    void aLongLocalNameIsCut() {
        assertEquals("x".repeat(100) + "...", localNameInLog("x".repeat(300)));
    }

    private static String localNameInLog(String name) {
        Launch launch = Launch.of("tcpserver", "-1vRH", "-l", name, "127.0.0.1", "0", "cat");
        try (Server server = Server.tcp(launch);
                Client client = server.connect()) {
            String line = server.log().await("tcpserver: ok ");
            client.hangUp();
            String fromName = line.substring(line.indexOf(' ', "tcpserver: ok ".length()) + 1);
            return fromName.substring(0, fromName.indexOf(":127.0.0.1:"));
        }
    }

    @Test
    void withoutVerboseThereAreWarningsOnly() {
        try (Server server = Server.tcp("-RHl0", "/nowhere/program")) {
            server.connect().all();
            String warning = server.log().await("tcpserver: ");
            assertEquals(
                    "tcpserver: warning: dropping connection, unable to run /nowhere/program: file does not exist",
                    warning);
            assertEquals(0, server.terminate());
            assertEquals(warning + "\n", server.log().awaitEnd());
        }
    }

    @Test
    void quietMeansNotAWord() {
        try (Server server = Server.tcp("-qRHl0", "/nowhere/program")) {
            assertEquals("", server.connect().all());
            assertEquals(0, server.terminate());
            assertEquals("", server.log().awaitEnd());
        }
    }

    @Test
    void theLastOptionOfVerbosityWins() {
        try (Server server = Server.tcp("-qQvRHl0", "cat")) {
            server.log().await("tcpserver: status: 0/40");
        }
        try (Server server = Server.tcp("-vQRHl0", "echo")) {
            server.connect().all();
            server.terminate();
            assertEquals("", server.log().awaitEnd());
        }
    }

    @Test
    void standardErrorOfProgramsAppearsInTheLog() {
        try (Server server = Server.tcp("-RHl0", "sh", "-c", "echo to the log >&2")) {
            server.connect().all();
            assertEquals("to the log", server.log().await("to "));
        }
    }

    @Test
    void linesOfManyAtATimeAreNotMixed() {
        try (Server server = Server.tcp("-vRHl0 -c100 -b100", "sh", "-c", "echo \"child $$ says so\" >&2; cat")) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(server.connect());
            }
            clients.forEach(Client::sendEnd);
            clients.forEach(Client::all);
            clients.forEach(Client::close);
            server.log().awaitTimes(100, "end", line -> line.startsWith("tcpserver: end "));
            for (String line : server.log().soFar()) {
                boolean whole = line.startsWith("child ") && line.endsWith(" says so") || isLogLine(line);
                assertTrue(whole, line);
                assertFalse(line.substring(1).contains("tcpserver: "), line);
            }
        }
    }

    private static boolean isLogLine(String line) {
        String[] kinds = {"status: ", "pid ", "ok ", "end "};
        for (String kind : kinds) {
            if (line.startsWith("tcpserver: " + kind)) {
                return true;
            }
        }
        return false;
    }
}
