package ucspi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Linux;

class CdbTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("cdb");
    }

    /** Writes pairs of keys and data. */
    private byte[] write(String... pairs) throws IOException {
        try (RuleFiles.Output output = new RuleFiles.Output(file)) {
            CdbWriter writer = output.writer();
            for (int i = 0; i < pairs.length; i += 2) {
                byte[] key = RuleFiles.bytes(pairs[i]);
                byte[] data = RuleFiles.bytes(pairs[i + 1]);
                writer.add(key, key.length, data, data.length);
            }
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    /** What each key leads to, whether or not the file is kept in memory. */
    private String look(byte[] content, String... keys) throws IOException {
        String read = look(0, content, keys);
        assertEquals(read, look(Integer.MAX_VALUE, content, keys));
        return read;
    }

    /** What each key leads to: the data, "-" for none, or a negated errno; one for all if opening fails. */
    private String look(int mostKept, byte[] content, String... keys) throws IOException {
        Files.write(file, content);
        int fd = RuleFiles.KERNEL.open(Bytes.path(file.toString()), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        Cdb cdb = new Cdb(RuleFiles.KERNEL, mostKept);
        int answer = cdb.open(fd, content.length);
        String result = answer < 0 ? answer + " " : "";
        for (int i = 0; i < keys.length && answer == 0; i++) {
            int found = cdb.find(RuleFiles.bytes(keys[i]), keys[i].length());
            String data = found == 1 ? Bytes.string(cdb.data(), cdb.dataOffset(), cdb.dataLength()) : "" + found;
            result += (found == 0 ? "-" : data) + " ";
        }
        RuleFiles.KERNEL.close(fd);
        return result.trim();
    }

    @Test
    void whatWasWrittenIsFoundAndNothingElse() throws IOException {
        byte[] cdb = write("one", "1", "two", "22", "", "none", "\u00ff\n", "x");
        assertEquals("1 22 none x -", look(cdb, "one", "two", "", "\u00ff\n", "three"));
    }

    @Test
    void aFileWithoutRecordsHasNothing() throws IOException {
        byte[] cdb = write();
        assertEquals(2048, cdb.length);
        assertEquals("- -", look(cdb, "", "a"));
    }

    @Test
    void theFirstRecordOfAKeyCounts() throws IOException {
        assertEquals("1", look(write("a", "1", "a", "2"), "a"));
    }

    @Test
    void everyRecordOfManyIsFound() throws IOException {
        String[] pairs = new String[20_000];
        for (int i = 0; i < pairs.length; i += 2) {
            pairs[i] = "key" + i;
            pairs[i + 1] = "data" + i;
        }
        byte[] cdb = write(pairs);
        String[] keys = new String[200];
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = i % 2 == 0 ? pairs[i * 100] : "absent" + i;
            expected.append(i % 2 == 0 ? pairs[i * 100 + 1] : "-").append(' ');
        }
        assertEquals(expected.toString().trim(), look(cdb, keys));
    }

    @Test
    void dataLargerThanTheUsualIsWhole() throws IOException {
        String large = "x".repeat(Cdb.MOST_DATA - 1) + "y";
        byte[] cdb = write("a", large, "b", "small");
        assertEquals(large + " small", look(cdb, "a", "b"));
        assertEquals("small " + large, look(cdb, "b", "a"));
    }

    @Test
    void dataThatNoEnvironmentCouldHoldIsRefused() throws IOException {
        assertEquals("-" + Errno.E2BIG, look(write("a", "x".repeat(Cdb.MOST_DATA + 1)), "a"));
    }

    @Test
    void aFileTruncatedAnywhereIsRefused() throws IOException {
        byte[] cdb = write("one", "1", "two", "2", "three", "3");
        for (int length = 0; length < cdb.length; length++) {
            assertEquals("-" + Errno.EPROTO, look(Arrays.copyOf(cdb, length), "one"), length + " bytes");
        }
    }

    @Test
    void textIsNoCdb() throws IOException {
        assertEquals("-" + Errno.EPROTO, look(RuleFiles.bytes("127.0.0.1:allow\n".repeat(500)), "a"));
    }

    @Test
    void damagedFilesGiveAnAnswerOrAnError() throws IOException {
        String[] pairs = new String[60];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = "k" + i / 2 * (1 - i % 2);
        }
        byte[] whole = write(pairs);
        Random random = new Random(4);
        int errors = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] cdb = whole.clone();
            for (int i = random.nextInt(12); i >= 0; i--) {
                int at = random.nextInt(2) == 0 ? 2048 + random.nextInt(cdb.length - 2048) : random.nextInt(2048);
                cdb[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3));
            }
            errors += look(cdb, "k0", "k7", "k29", "", "absent").contains("-" + Errno.EPROTO) ? 1 : 0;
        }
        assertTrue(errors > 30, errors + " errors");
    }

    @Test
    void randomFilesAreRefusedOrHaveNothing() throws IOException {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] cdb = new byte[random.nextInt(6000)];
            random.nextBytes(cdb);
            String answer = look(cdb, "1.2.3.4", "1.2.3.", "");
            assertEquals("-" + Errno.EPROTO, answer);
        }
    }

    @Test
    void aTableWithoutAnEmptySlotIsSearchedOnce() throws IOException {
        // Every slot has the hash of "a" and leads to a record of "b".
        int hash = CdbFormat.hash(RuleFiles.bytes("a"), 1);
        int slots = 1000;
        ByteBuffer cdb = ByteBuffer.allocate(2048 + 10 + 8 * slots).order(ByteOrder.LITTLE_ENDIAN);
        cdb.putInt(8 * (hash & 255), 2058).putInt(8 * (hash & 255) + 4, slots);
        cdb.position(2048).putInt(1).putInt(1).put((byte) 'b').put((byte) 'x');
        for (int i = 0; i < slots; i++) {
            cdb.putInt(hash).putInt(2048);
        }
        assertEquals("-", look(cdb.array(), "a"));
    }

    @Test
    void recordsThatReachBehindTheEndAreErrors() throws IOException {
        byte[] whole = write("a", "1");
        for (int at : new int[] {2048, 2052}) {
            byte[] cdb = whole.clone();
            Arrays.fill(cdb, at, at + 4, (byte) 0xff);
            assertEquals("-" + Errno.EPROTO, look(cdb, "a"));
        }
        byte[] position = whole.clone();
        // The one record's slot: of two slots, the one that is not empty.
        int slot = 2058 + (position[2058 + 4] != 0 || position[2058 + 5] != 0 ? 0 : 8);
        position[slot + 7] = 0x7f;
        assertEquals("-" + Errno.EPROTO, look(position, "a"));
    }

    @Test
    void aFileThatShrinksWhileItIsOpenIsAnError() throws IOException {
        byte[] whole = write("a", "1");
        Files.write(file, Arrays.copyOf(whole, 2060));
        int fd = RuleFiles.KERNEL.open(Bytes.path(file.toString()), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        Cdb cdb = new Cdb(RuleFiles.KERNEL, 0);
        assertEquals(0, cdb.open(fd, whole.length));
        assertEquals(-Errno.EPROTO, cdb.find(RuleFiles.bytes("a"), 1));
        assertEquals(-Errno.EPROTO, new Cdb(RuleFiles.KERNEL).open(fd, whole.length));
        RuleFiles.KERNEL.close(fd);
    }
}
