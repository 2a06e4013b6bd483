package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log with one line an event, as --log=json and --log=logfmt write it, of every kind of event. */
class EventLogIT {
    private static final String TIME = "2\\d{3}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d\\.\\d{3}Z";

    @TempDir
    Path directory;

    /** The line, from the level on, with numbers that differ from run to run replaced by N; it must be of that form. */
    private static String json(String line) {
        String start = "{\"ts\":\"" + TIME + "\",\"level\"";
        assertTrue(line.matches("\\" + start + ".*}"), line);
        String rest = line.substring(line.indexOf("\"level\""), line.length() - 1);
        return rest.replaceAll("(pid|port|duration_ms)\":\\d+", "$1\":N");
    }

    private static String logfmt(String line) {
        assertTrue(line.matches("ts=" + TIME + " level=.*"), line);
        return line.substring(line.indexOf("level=")).replaceAll("(pid|port|duration_ms)=\\d+", "$1=N");
    }

    /** What one server said in its life, after it has ended. */
    private static List<String> said(Server server) {
        assertEquals(0, server.terminate());
        server.log().awaitEnd();
        return server.log().soFar();
    }

    private static void awaitEnds(Server server, int count) {
        server.log().awaitTimes(count, "ended", line -> line.contains("ended"));
    }

    @Test
    void aConnectionInJson() {
        Launch launch = Launch.of("tcpserver", "-1vRH", "--log=json", "-l", "a \"b\"\n", "127.0.0.1", "0")
                .with("sh", "-c", "read x; eval \"$x\"");
        try (Server server = Server.tcp(launch)) {
            server.connect().send("exit 3\n").all();
            awaitEnds(server, 1);
            server.connect().send("kill -KILL $$\n").all();
            awaitEnds(server, 2);
            List<String> events = new ArrayList<>();
            said(server).forEach(line -> events.add(json(line)));
            String start = "\"level\":\"info\",\"program\":\"tcpserver\",\"event\":";
            String started = start + "\"started\",\"pid\":N,\"remote_ip\":\"127.0.0.1\",\"remote_port\":N,"
                    + "\"local_ip\":\"127.0.0.1\",\"local_port\":N,\"local_host\":\"a \\\"b\\\"\\u000a\",\"active\":1";
            assertEquals(
                    List.of(
                            start + "\"listening\",\"local_ip\":\"127.0.0.1\",\"local_port\":N,"
                                    + "\"active\":0,\"limit\":40",
                            started,
                            start + "\"ended\",\"pid\":N,\"exit\":3,\"duration_ms\":N,\"active\":0",
                            started,
                            start + "\"ended\",\"pid\":N,\"signal\":9,\"duration_ms\":N,\"active\":0",
                            start + "\"stopped\",\"active\":0"),
                    events);
        }
    }

    @Test
    void aConnectionInLogfmt() {
        try (Server server = Server.tcp("-vRHl0 --log logfmt", "true")) {
            server.connect().all();
            awaitEnds(server, 1);
            List<String> events = new ArrayList<>();
            said(server).forEach(line -> events.add(logfmt(line)));
            String start = "level=info program=tcpserver event=";
            assertEquals(
                    List.of(
                            start + "listening local_ip=127.0.0.1 local_port=N active=0 limit=40",
                            start + "started pid=N remote_ip=127.0.0.1 remote_port=N local_ip=127.0.0.1 local_port=N"
                                    + " local_host=0 active=1",
                            start + "ended pid=N exit=0 duration_ms=N active=0",
                            start + "stopped active=0"),
                    events);
        }
    }

    @Test
    void unixserverSaysWhoConnected() {
        String path = directory.resolve("s").toString();
        Running running =
                Launch.of("unixserver", "-v", "--log=logfmt", path, "true").start();
        try (running) {
            running.stderr().await(0, "listening", line -> line.contains("event=listening path=" + path + " active=0"));
            Client.unix(path).all();
            running.stderr().await(0, "ended", line -> line.contains("event=ended"));
            String who = "remote_pid=N remote_uid=" + Signals.uid() + " remote_gid=";
            running.stderr()
                    .await(
                            0,
                            who,
                            line -> logfmt(line).contains("event=started pid=N " + who)
                                    && line.endsWith(" path=" + path + " active=1"));
        }
    }

    @Test
    void whoIsDeniedIsRefusedWithTheReason() {
        RuleFile rules = new RuleFile(directory);
        rules.compile(":deny\n");
        try (Server server = Server.tcp("-vRHl0 --log=json -x " + rules, "true")) {
            server.connect().all();
            String refused = "\"level\":\"info\",\"program\":\"tcpserver\",\"event\":\"refused\",\"reason\":\"rules\","
                    + "\"remote_ip\":\"127.0.0.1\"";
            server.log().await(0, "refused", line -> json(line).startsWith(refused));
        }
    }

    @Test
    void lookupsAreToldByTheChildInTheSameForm() {
        RuleFile rules = new RuleFile(directory);
        rules.compile("=localhost:allow\n:deny\n");
        try (Server server = Server.tcp("-vlx --log=json -x " + rules, "true")) {
            server.connect().all();
            awaitEnds(server, 1);
            String admitted = "\"level\":\"info\",\"program\":\"tcpserver\",\"event\":\"admitted\",\"pid\":N,"
                    + "\"remote_ip\":\"127.0.0.1\",\"remote_port\":N,\"remote_host\":\"localhost\","
                    + "\"local_ip\":\"127.0.0.1\",\"local_port\":N,\"local_host\":\"x\"";
            server.log().await(0, "admitted", line -> json(line).equals(admitted));
            rules.compile(":deny\n");
            server.connect().all();
            awaitEnds(server, 2);
            server.log()
                    .await(
                            0,
                            "refused",
                            line -> json(line)
                                    .startsWith(admitted.replace("admitted\",", "refused\",")
                                            .replace(
                                                    "\"local_host\":\"x\"",
                                                    "\"local_host\":\"x\",\"reason\":\"rules\"")));
            rules.delete();
            server.connect().all();
            awaitEnds(server, 3);
            String unreadable = "\"reason\":\"rules-unreadable\",\"msg\":\"unable to read\",\"name\":\"" + rules
                    + "\",\"error\":\"file does not exist\"";
            server.log().await(0, "unreadable", line -> json(line).endsWith(unreadable));
            server.log().soFar().forEach(EventLogIT::json);
        }
    }

    @Test
    void withoutVerboseOnlyWhatSomebodyMayWantToLookInto() {
        try (Server server = Server.tcp("-RHl0 --log=logfmt", "/nowhere/a b")) {
            server.connect().all();
            List<String> lines = said(server);
            assertEquals(1, lines.size(), lines.toString());
            assertEquals(
                    "level=warn program=tcpserver event=refused reason=system msg=\"unable to run\""
                            + " name=\"/nowhere/a b\" error=\"file does not exist\" remote_ip=127.0.0.1 remote_port=N"
                            + " local_ip=127.0.0.1 local_port=N local_host=0",
                    logfmt(lines.get(0)));
        }
        try (Server server = Server.tcp("-qRHl0 --log=logfmt", "/nowhere/a b")) {
            server.connect().all();
            assertEquals(List.of(), said(server));
        }
    }

    @Test
    void drainRestartAndCountsAreEventsToo() {
        try (Server server = Server.tcp("-v -RHl0 --log=json --drain", "cat")) {
            Client client = server.connect();
            server.log().await(0, "started", line -> line.contains("\"started\""));
            server.running().signal("HUP");
            server.log().await(0, "restarted", line -> json(line).endsWith("\"event\":\"restarted\",\"active\":1"));
            server.running().signal("USR1");
            server.log()
                    .await(
                            0,
                            "counts",
                            line -> json(line).contains("\"event\":\"counts\",\"active\":1,\"waiting\":0,\"limit\":40")
                                    && json(line).contains(",\"refused_rules\":0"));
            server.running().signal("TERM");
            server.log().await(0, "draining", line -> json(line).endsWith("\"event\":\"draining\",\"active\":1"));
            client.sendEnd().all();
            assertEquals(0, server.running().awaitExit());
            server.log().awaitEnd();
            List<String> lines = server.log().soFar();
            assertTrue(json(lines.get(lines.size() - 1)).endsWith("\"event\":\"stopped\",\"active\":0"));
            lines.forEach(EventLogIT::json);
        }
    }

    @Test
    void fatalErrorsHaveTheFormToo() {
        try (Server server = Server.tcp("-RHl0", "true");
                Running second = Launch.of("tcpserver", "--log=json", "-RHl0", "127.0.0.1", "" + server.port(), "true")
                        .start()) {
            assertEquals(111, second.awaitExit());
            assertEquals(
                    "\"level\":\"error\",\"program\":\"tcpserver\",\"event\":\"fatal\","
                            + "\"error\":\"unable to bind: address already used\"",
                    json(second.stderr().awaitEnd().strip()));
        }
    }

    @Test
    void aFormatThatThereIsNotIsAUsageError() {
        try (Running running =
                Launch.of("tcpserver", "--log=xml", "0", "0", "true").start()) {
            assertEquals(100, running.awaitExit());
            running.stderr().await("tcpserver: option --log takes classic, logfmt or json, not 'xml'");
        }
    }
}
