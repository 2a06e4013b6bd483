package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * Writes a cdb file, byte for byte as djb's cdbmake: records in the order in which they come, each hash table twice as
 * large as it has records. What can be looked up is the first record of a key.
 */
public final class CdbWriter {
    /** The most records; what is kept of each in memory is 8 bytes, and 12 in the end. */
    private static final int MOST_RECORDS = 1 << 21;

    private static final int BUFFER = 8192;

    private final Kernel kernel;
    private final int fd;
    private final String what;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] pair = new byte[CdbFormat.PAIR];
    private int buffered;
    private long position = CdbFormat.HEADER;
    private int[] hashes = new int[64];
    private int[] positions = new int[64];
    private int count;

    /**
     * Begins a file.
     *
     * @param file open for writing, empty, and the caller's to close
     * @param name for messages
     */
    public CdbWriter(Kernel kernel, int file, String name) {
        this.kernel = kernel;
        this.fd = file;
        this.what = "write to " + name;
        seek(CdbFormat.HEADER);
    }

    /** Adds a record. */
    public void add(byte[] key, int keyLength, byte[] data, int dataLength) {
        if (count == MOST_RECORDS) {
            throw new SysException(what, Errno.ENOMEM);
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
            positions = Arrays.copyOf(positions, count * 2);
        }
        hashes[count] = CdbFormat.hash(key, keyLength);
        positions[count] = (int) position;
        count++;
        putPair(keyLength, dataLength);
        put(key, keyLength);
        put(data, dataLength);
    }

    /** Adds the tables and the header: the file is whole, but not yet on the disk. */
    public void finish() {
        byte[] header = new byte[CdbFormat.HEADER];
        int[] ends = new int[CdbFormat.TABLES];
        int[] order = sort(ends);
        int start = 0;
        for (int table = 0; table < CdbFormat.TABLES; table++) {
            int slots = 2 * (ends[table] - start);
            Layout.putInt(header, table * CdbFormat.PAIR, (int) position);
            Layout.putInt(header, table * CdbFormat.PAIR + 4, slots);
            putTable(order, start, ends[table], slots);
            start = ends[table];
        }
        flush();
        seek(0);
        put(header, header.length);
        flush();
    }

    /** The numbers of the records by their tables, in the order in which they came; {@code ends} receives where. */
    private int[] sort(int[] ends) {
        for (int i = 0; i < count; i++) {
            ends[CdbFormat.table(hashes[i])]++;
        }
        for (int table = 1; table < CdbFormat.TABLES; table++) {
            ends[table] += ends[table - 1];
        }
        int[] order = new int[count];
        int[] next = Arrays.copyOf(ends, ends.length);
        for (int i = count - 1; i >= 0; i--) {
            order[--next[CdbFormat.table(hashes[i])]] = i;
        }
        return order;
    }

    private void putTable(int[] order, int start, int end, int slots) {
        // 0 is an empty slot, n the record of number n - 1.
        int[] table = new int[slots];
        for (int i = start; i < end; i++) {
            int slot = (int) CdbFormat.firstSlot(hashes[order[i]], slots);
            while (table[slot] != 0) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            table[slot] = order[i] + 1;
        }
        for (int entry : table) {
            putPair(entry == 0 ? 0 : hashes[entry - 1], entry == 0 ? 0 : positions[entry - 1]);
        }
    }

    private void putPair(int first, int second) {
        Layout.putInt(pair, 0, first);
        Layout.putInt(pair, 4, second);
        put(pair, pair.length);
    }

    private void put(byte[] bytes, int length) {
        int done = 0;
        while (done < length) {
            int fits = Math.min(length - done, BUFFER - buffered);
            System.arraycopy(bytes, done, buffer, buffered, fits);
            done += fits;
            buffered += fits;
            if (buffered == BUFFER) {
                flush();
            }
        }
        position += length;
        if (position > 0xffffffffL) {
            throw new SysException(what, Errno.ENOMEM);
        }
    }

    private void flush() {
        int done = 0;
        while (done < buffered) {
            int n = kernel.write(fd, buffer, done, buffered - done);
            if (n != -Errno.EINTR) {
                done += Sys.check(n, what);
            }
        }
        buffered = 0;
    }

    private void seek(long to) {
        long answer = kernel.seek(fd, to);
        if (answer < 0) {
            throw new SysException(what, (int) -answer);
        }
    }
}
