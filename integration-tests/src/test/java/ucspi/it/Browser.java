package ucspi.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A headless Chromium that is told what to do over a pipe: messages of its DevTools protocol, each with a NUL. */
final class Browser {
    private final Process process;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(10_000);
    private int last;

    /**
     * @param process its standard input and output are the pipe
     */
    Browser(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "browser");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        StringBuilder message = new StringBuilder();
        try (InputStream in = process.getInputStream()) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != 0) {
                    message.append((char) c);
                } else {
                    answers.offer(message.toString());
                    message.setLength(0);
                }
            }
        } catch (IOException e) {
            answers.offer("the browser cannot be read: " + e);
        }
    }

    /** Has it do something, and gives its answer; events are passed over. */
    private String call(String method, String session, String parameters) {
        last++;
        String where = session.isEmpty() ? "" : "\"sessionId\":\"" + session + "\",";
        String message =
                "{\"id\":" + last + "," + where + "\"method\":\"" + method + "\",\"params\":{" + parameters + "}}\0";
        try {
            process.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
            process.getOutputStream().flush();
            String answer = answers.poll(30, TimeUnit.SECONDS);
            while (answer != null && !answer.startsWith("{\"id\":" + last + ",")) {
                answer = answers.poll(30, TimeUnit.SECONDS);
            }
            if (answer == null || answer.contains("\"error\":")) {
                throw new AssertionError(message + " gave " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static String field(String json, String name) {
        int begin = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(begin, json.indexOf('"', begin));
    }

    /** Opens a page in a tab of its own. */
    Tab open(String url) {
        String target = field(call("Target.createTarget", "", "\"url\":\"" + url + "\""), "targetId");
        String attach = "\"targetId\":\"" + target + "\",\"flatten\":true";
        return new Tab(target, field(call("Target.attachToTarget", "", attach), "sessionId"));
    }

    /** A tab with a page. */
    final class Tab {
        private final String target;
        private final String session;

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        /** The value of an expression of JavaScript, a string, in the page. It has no quotation marks. */
        String evaluate(String expression) {
            return field(call("Runtime.evaluate", session, "\"expression\":\"" + expression + "\""), "value");
        }

        void close() {
            call("Target.closeTarget", "", "\"targetId\":\"" + target + "\"");
        }
    }
}
