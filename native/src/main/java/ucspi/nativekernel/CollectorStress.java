package ucspi.nativekernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;

/**
 * A native program that the build runs to prove that arrays survive cloning and collection: TeaVM 0.15.0's clone of a
 * primitive array overran the heap until {@code ucspi.nativebuild.GeneratedC} corrected it. Neighbours of every clone
 * are checked, and the heap is filled many times over. Exit code 0 and "ok", or 1 and what went wrong.
 */
public final class CollectorStress {
    private static final int ROUNDS = 20_000;
    private static final int KEPT = 64;
    private static final int LONGEST = 300;

    private final NativeKernel kernel = new NativeKernel();
    private int seed = 1;

    private CollectorStress() {}

    public static void main(String[] unused) {
        new CollectorStress().run();
    }

    private void run() {
        List<Sample> kept = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Sample sample = new Sample(next(LONGEST), next(256));
            if (kept.size() < KEPT) {
                kept.add(sample);
            } else {
                kept.set(next(KEPT), sample);
            }
            if (round % KEPT == 0) {
                for (Sample each : kept) {
                    require(each.isWhole(), "a sample has changed");
                }
            }
            checkText(next(LONGEST));
        }
        finish("ok\n", 0);
    }

    /** What String does inside with clones: charset encoders and the arrays behind them. */
    private void checkText(int length) {
        StringBuilder builder = new StringBuilder();
        for (int i = 0; i < length; i++) {
            builder.append((char) ('a' + i % 26));
        }
        String text = builder.toString();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        require(encoded.length == length, "an encoded string has another length");
        require(Bytes.string(encoded).equals(text), "an encoded string has changed");
    }

    private int next(int bound) {
        seed = seed * 1103515245 + 12345;
        return (seed >>> 8) % bound;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            finish(otherwise + "\n", 1);
        }
    }

    private void finish(String message, int status) {
        byte[] bytes = Bytes.ascii(message);
        kernel.write(1, bytes, 0, bytes.length);
        kernel.exit(status);
    }

    /** An array of each type between two clones, one after another on the heap, so that an overrun hits the next. */
    private static final class Sample {
        private final int value;
        private final byte[][] bytes;
        private final boolean[][] booleans;
        private final char[][] chars;
        private final short[][] shorts;
        private final int[][] ints;
        private final long[][] longs;
        private final Object[][] objects;

        Sample(int length, int value) {
            this.value = value;
            byte[] b = new byte[length];
            boolean[] z = new boolean[length];
            char[] c = new char[length];
            short[] s = new short[length];
            int[] i = new int[length];
            long[] l = new long[length];
            Object[] o = new Object[length];
            for (int at = 0; at < length; at++) {
                b[at] = (byte) (value + at);
                z[at] = (value + at) % 3 == 0;
                c[at] = (char) (value + at);
                s[at] = (short) (value + at);
                i[at] = value + at;
                l[at] = value + at;
                o[at] = b;
            }
            bytes = new byte[][] {b.clone(), b, b.clone()};
            booleans = new boolean[][] {z.clone(), z, z.clone()};
            chars = new char[][] {c.clone(), c, c.clone()};
            shorts = new short[][] {s.clone(), s, s.clone()};
            ints = new int[][] {i.clone(), i, i.clone()};
            longs = new long[][] {l.clone(), l, l.clone()};
            objects = new Object[][] {o.clone(), o, o.clone()};
        }

        boolean isWhole() {
            boolean whole = true;
            for (int copy = 0; copy < 3; copy++) {
                int length = bytes[copy].length;
                whole &= booleans[copy].length == length && longs[copy].length == length;
                for (int at = 0; at < length; at++) {
                    int expected = value + at;
                    whole &= bytes[copy][at] == (byte) expected && booleans[copy][at] == (expected % 3 == 0);
                    whole &= chars[copy][at] == (char) expected && shorts[copy][at] == (short) expected;
                    whole &= ints[copy][at] == expected && longs[copy][at] == expected;
                    whole &= objects[copy][at] == bytes[1];
                }
            }
            return whole;
        }
    }
}
