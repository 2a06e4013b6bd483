package ucspi.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a process writes to a descriptor, line by line as it comes, to be waited for. Bytes are Latin-1 characters. */
final class Lines {
    /**
     * A line without its newline.
     *
     * @param nanos when it came, by the monotonic clock
     */
    record Line(String text, long nanos) {}

    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private boolean ended;

    Lines(InputStream stream) {
        Thread reader = new Thread(() -> read(stream), "lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try (stream) {
            int n = stream.read(buffer);
            while (n >= 0) {
                add(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                n = stream.read(buffer);
            }
        } catch (IOException e) {
            add("(unreadable: " + e + ")\n");
        }
        end();
    }

    private synchronized void add(String text) {
        partial.append(text);
        for (int newline = partial.indexOf("\n"); newline >= 0; newline = partial.indexOf("\n")) {
            lines.add(new Line(partial.substring(0, newline), System.nanoTime()));
            partial.delete(0, newline + 1);
        }
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The lines so far. */
    synchronized List<String> soFar() {
        List<String> texts = new ArrayList<>();
        for (Line line : lines) {
            texts.add(line.text());
        }
        return texts;
    }

    /** How many lines came so far: where to continue with {@link #await(int, String, Predicate)}. */
    synchronized int count() {
        return lines.size();
    }

    /** The first line that begins so. */
    String await(String prefix) {
        return await(0, prefix);
    }

    /** The first line from number {@code from} that begins so. */
    String await(int from, String prefix) {
        return await(from, prefix + "...", line -> line.startsWith(prefix)).text();
    }

    /** The first line from number {@code from} that is as wanted. */
    synchronized Line await(int from, String what, Predicate<String> wanted) {
        long end = System.nanoTime() + Await.DEADLINE.toNanos();
        int next = from;
        while (true) {
            for (; next < lines.size(); next++) {
                if (wanted.test(lines.get(next).text())) {
                    return lines.get(next);
                }
            }
            if (ended) {
                throw new AssertionError("ended without a line " + what + ": " + this);
            }
            waitUntil(end, "a line " + what);
        }
    }

    /** Waits until {@code times} lines are as wanted. */
    synchronized void awaitTimes(int times, String what, Predicate<String> wanted) {
        int from = 0;
        for (int i = 0; i < times; i++) {
            Line line = await(from, what + " number " + (i + 1), wanted);
            from = lines.indexOf(line) + 1;
        }
    }

    /** Waits until the other side has closed it, and gives all that there was. */
    synchronized String awaitEnd() {
        long end = System.nanoTime() + Await.DEADLINE.toNanos();
        while (!ended) {
            waitUntil(end, "the end");
        }
        return toString();
    }

    private void waitUntil(long end, String what) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new AssertionError("no " + what + " in time: " + this);
        }
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.text()).append('\n');
        }
        return text.append(partial).toString();
    }
}
