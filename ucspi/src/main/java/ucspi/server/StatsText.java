package ucspi.server;

import java.util.Arrays;
import ucspi.kernel.Bytes;

/**
 * Writes counts in Prometheus' text exposition format, version 0.0.4, into a buffer of its own that is used again and
 * again.
 */
final class StatsText {
    private static final String PREFIX = "ucspi_";
    private static final String DURATION = PREFIX + "process_duration_seconds";

    private byte[] bytes = new byte[8192];
    private int length;

    /** Empties it. */
    void clear() {
        length = 0;
    }

    /** The bytes so far are the first {@link #length} of these. */
    byte[] bytes() {
        return bytes;
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /**
     * Adds all counts.
     *
     * @param now milliseconds of the event loop's clock
     */
    void add(Counters counters, long now) {
        counters.each(now, this::addCount);
        family(PREFIX + "refused_total", "counter", "Connections that got no process, by reason.");
        for (Refusal reason : Refusal.ALL) {
            add(PREFIX).add("refused_total{reason=\"").add(reason.word()).add("\"} ");
            number(counters.refused(reason)).add("\n");
        }
        family(DURATION, "histogram", "How long processes lived.");
        long sum = 0;
        for (int i = 0; i < Counters.DURATIONS.length; i++) {
            sum += counters.lasted(i);
            add(DURATION).add("_bucket{le=\"");
            seconds(Counters.DURATIONS[i]).add("\"} ");
            number(sum).add("\n");
        }
        add(DURATION).add("_bucket{le=\"+Inf\"} ").number(counters.ended()).add("\n");
        add(DURATION).add("_sum ").seconds(counters.millisInProcesses()).add("\n");
        add(DURATION).add("_count ").number(counters.ended()).add("\n");
    }

    private void addCount(String name, boolean grows, String help, long count) {
        String full = PREFIX + name.replace('-', '_') + (grows ? "_total" : "");
        family(full, grows ? "counter" : "gauge", help);
        add(full).add(" ").number(count).add("\n");
    }

    private void family(String name, String type, String help) {
        add("# HELP ").add(name).add(" ").add(help).add("\n");
        add("# TYPE ").add(name).add(" ").add(type).add("\n");
    }

    /** Adds text of our own: ASCII. */
    StatsText add(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private StatsText number(long number) {
        reserve(20);
        length = Bytes.putDecimal(bytes, length, number);
        return this;
    }

    /** Milliseconds as seconds with as few decimals as that takes. */
    private StatsText seconds(long millis) {
        number(millis / 1000);
        int rest = (int) (millis % 1000);
        for (int unit = 100; rest > 0; unit /= 10) {
            add(unit == 100 ? "." : "").number(rest / unit);
            rest %= unit;
        }
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
