package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that come bit by bit: nothing is kept back, and silence is not taken for the end. */
@BothHostings
class StreamIT {
    private static final String EVENTS = "printf 'Content-Type: text/event-stream\\n\\n'\n";

    /** A program in its folder, which has a FIFO for each time that it waits: a used one may still have a writer. */
    private static final class Stream implements AutoCloseable {
        private final Folder folder = new Folder();
        private final Web web;
        private int steps;

        Stream(Way way, String options, String script) {
            folder.run("mkfifo", "go1", "go2", "go3", "never");
            web = way.serve(folder, options, folder.program("stream.cgi", "#!/bin/sh\n" + script));
        }

        Client get(String version) {
            return web.connect()
                    .send("GET " + Way.AT + " HTTP/" + version + "\r\nHost: a\r\nConnection: close\r\n\r\n");
        }

        /** Lets the program go on. */
        void go() {
            folder.run("sh", "-c", "echo >go" + ++steps);
        }

        @Override
        public void close() {
            web.close();
            folder.close();
        }
    }

    /** Each side waits for the other, so any buffer in between would stop both. */
    @ParameterizedTest
    @CsvSource({"HTTP,1.1", "HTTP,1.0", "SCGI,1.1", "SCGI,1.0", "FASTCGI,1.1", "FASTCGI,1.0"})
    void eachByteComesBeforeTheClientAsksForTheNext(Way way, String version) {
        String script = EVENTS + "for i in 1 2 3; do printf $i; read x <go$i; done; printf end\n";
        try (Stream stream = new Stream(way, "", script);
                Client client = stream.get(version)) {
            StringBuilder all = new StringBuilder(client.upTo("\r\n\r\n"));
            for (String each : new String[] {"1", "2", "3"}) {
                all.append(version.equals("1.1") ? client.upTo("\r\n" + each) : client.upTo(each));
                stream.go();
            }
            HttpAnswer answer = HttpAnswer.only(all + client.all());
            assertEquals("123end", answer.body());
            assertTrue(answer.whole());
            assertNull(answer.field("X-Accel-Buffering"));
        }
    }

    /** Not only events: whatever it is, and the head alone, too. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream"})
    void theHeadComesBeforeTheBody(String type) {
        String script = "printf 'Content-Type: " + type + "\\n\\n'; read x <go1; printf one; read x <go2; printf two\n";
        try (Stream stream = new Stream(Way.HTTP, "", script);
                Client client = stream.get("1.1")) {
            client.upTo("\r\n\r\n");
            stream.go();
            client.upTo("3\r\none\r\n");
            stream.go();
            assertEquals("3\r\ntwo\r\n0\r\n\r\n", client.all());
        }
    }

    /** The clock is another stream, in which a comment comes each second. */
    @ParameterizedTest
    @CsvSource({"HTTP,1.1", "HTTP,1.0", "SCGI,1.1", "FASTCGI,1.1"})
    void silentStreamsGetCommentsBetweenTheirLines(Way way, String version) {
        String script = EVENTS + "case $QUERY_STRING in clock) read x <never;; esac\n"
                + "read x <go1; printf 'data: a\\n'; read x <go2; printf 'data: '; read x <go3; printf 'b\\n\\n'\n";
        try (Stream stream = new Stream(way, "--heartbeat 1", script);
                Client clock = stream.web.connect();
                Client client = stream.get(version)) {
            StringBuilder all = new StringBuilder(client.upTo(":\n\n"));
            clock.send("GET " + Way.AT + "?clock HTTP/1.1\r\nHost: a\r\n\r\n");
            clock.upTo(":\n\n");
            stream.go();
            all.append(client.upTo("data: a\n")).append(client.upTo(":\n")).append(client.upTo(":\n"));
            stream.go();
            all.append(client.upTo("data: "));
            clock.upTo(":\n\n");
            clock.upTo(":\n\n");
            clock.upTo(":\n\n");
            stream.go();
            String body = HttpAnswer.only(all + client.all()).body();
            assertTrue(body.matches("(:\n\n)+data: a\n:\n:\n(:\n)*data: b\n\n(:\n\n)*"), body);
        }
    }

    @Test
    void commentsAreForEventStreamsThatAreSilent() {
        String script =
                "case $QUERY_STRING in clock) type=text/event-stream go=never;; *) type=text/plain go=go1;; esac\n"
                        + "printf 'Content-Type: %s\\n\\n' $type; read x <$go; printf end\n";
        try (Stream stream = new Stream(Way.HTTP, "--heartbeat 1", script);
                Client clock = stream.web.connect();
                Client client = stream.get("1.1")) {
            client.upTo("\r\n\r\n");
            clock.send("GET " + Way.AT + "?clock HTTP/1.1\r\nHost: a\r\n\r\n");
            clock.upTo(":\n\n");
            clock.upTo(":\n\n");
            stream.go();
            assertEquals("3\r\nend\r\n0\r\n\r\n", client.all());
        }
    }

    /** What is sent to keep the connection is nothing that the program has done. */
    @Test
    void aProgramThatIsSilentForTooLongIsEndedInSpiteOfComments() {
        String script = EVENTS + "echo $$ >>pids; exec sleep 1000\n";
        try (Stream stream = new Stream(Way.HTTP, "--heartbeat 1 --timeout 3 --grace 1", script);
                Client client = stream.get("1.1")) {
            String all = client.all();
            assertTrue(all.contains(":\n\n"), all);
            assertFalse(HttpAnswer.only(all).whole());
            CgiSite.awaitGone(stream.folder.pids("pids", 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aClientThatLeavesAStreamWithCommentsTakesTheProgramWithIt(Way way) {
        String script = EVENTS + "echo $$ >>pids; sleep 1000 & echo $! >>pids; wait\n";
        try (Stream stream = new Stream(way, "--heartbeat 1 --timeout 0", script);
                Client client = stream.get("1.0")) {
            client.upTo(":\n\n");
            client.hangUp();
            CgiSite.awaitGone(stream.folder.pids("pids", 2));
        }
    }

    @Test
    void fieldsForAWebServerGoToOneOnly() {
        String fields = "Content-Type: text/event-stream\\nX-Accel-Expires: 5\\nX-Accel-Charset: utf-8\\n\\n";
        String script = "printf '" + fields + "'; printf 'data: a\\n\\n'\n";
        try (Stream stream = new Stream(Way.HTTP, "", script)) {
            HttpAnswer answer = stream.web.get(Way.AT);
            assertNull(answer.field("X-Accel-Expires"));
            assertNull(answer.field("X-Accel-Charset"));
            assertNull(answer.field("X-Accel-Buffering"));
        }
        try (Stream stream = new Stream(Way.HTTP, "--behind-proxy", script)) {
            HttpAnswer answer = stream.web.get(Way.AT);
            assertEquals("5", answer.field("X-Accel-Expires"));
            assertEquals("utf-8", answer.field("X-Accel-Charset"));
            assertEquals("no", answer.field("X-Accel-Buffering"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Accel-Redirect", "X-Sendfile"})
    void aFileThatNobodySendsIsAnError(String field) {
        String script = "printf '" + field + ": /secret/file\\n\\nunseen'\n";
        try (Stream stream = new Stream(Way.HTTP, "", script)) {
            HttpAnswer answer = stream.web.get(Way.AT);
            assertEquals(502, answer.status());
            assertFalse(answer.toString().contains("secret"), answer.toString());
            stream.web.log().await("cgi-adapter: 502: the program names a file to send");
        }
        try (Stream stream = new Stream(Way.HTTP, "--behind-proxy", script)) {
            assertEquals("/secret/file", stream.web.get(Way.AT).field(field));
        }
    }
}
