package ucspi.rules;

import java.util.Arrays;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Layout;

/**
 * Looks keys up in a cdb file. A file of usual size is read once, when it is opened, and a lookup is no system call at
 * all; of a larger one a lookup is one read if the key is absent, as a rule, and two if it is there. A lookup allocates
 * nothing but room for a record larger than any before.
 *
 * <p>Nothing that the file says is believed: each position and length is held against the file's size, and each search
 * is bounded. A file that is not a whole cdb is the error EPROTO, "protocol error", as in djb's tools. A truncated one
 * is found out when it is opened, as the hash tables stand at its end.
 */
public final class Cdb {
    /** The most data of a record, in bytes: no environment that execve(2) takes is larger. */
    public static final int MOST_DATA = 1 << 20;

    /** The largest file to be kept in memory, in bytes: room for about 25,000 rules. */
    private static final int MOST_KEPT = 1 << 20;

    /** What {@link #search} returns when the slots that were read decide nothing. */
    private static final int MORE = 2;

    private static final int SLOTS_A_READ = 32;
    private static final int USUAL_RECORD = 512;

    private final Kernel kernel;
    private final int mostKept;
    private final byte[] header = new byte[CdbFormat.HEADER];
    private final byte[] slots = new byte[SLOTS_A_READ * CdbFormat.PAIR];
    private byte[] record = new byte[USUAL_RECORD];
    private int dataOffset;
    private int dataLength;
    private int fd;
    private long size;

    /** The file, if {@link #isKept}. */
    private byte[] kept = {};

    private boolean isKept;

    public Cdb(Kernel kernel) {
        this(kernel, MOST_KEPT);
    }

    /** @param mostKept the largest file to be kept in memory */
    Cdb(Kernel kernel, int mostKept) {
        this.kernel = kernel;
        this.mostKept = mostKept;
    }

    /**
     * Begins to use a file, which stays the caller's to close.
     *
     * @param size of the file, in bytes
     * @return 0, or a negated errno
     */
    public int open(int file, long size) {
        this.fd = file;
        this.size = size;
        isKept = false;
        int answer = size <= mostKept ? keep((int) size) : 0;
        answer = answer < 0 ? answer : read(header, CdbFormat.HEADER, 0);
        return answer < 0 ? answer : checkHeader();
    }

    private int keep(int length) {
        if (kept.length < length) {
            kept = new byte[length + length / 4];
        }
        int answer = read(kept, length, 0);
        isKept = answer == 0;
        return answer;
    }

    /** The tables must lie within the file, and all together, too: so that no search is longer than the file. */
    private int checkHeader() {
        long used = CdbFormat.HEADER;
        for (int at = 0; at < CdbFormat.HEADER; at += CdbFormat.PAIR) {
            long position = CdbFormat.number(header, at);
            long length = CdbFormat.number(header, at + 4) * CdbFormat.PAIR;
            used += length;
            if (length != 0 && (position < CdbFormat.HEADER || position + length > size) || used > size) {
                return -Errno.EPROTO;
            }
        }
        return 0;
    }

    /**
     * Looks a key up.
     *
     * @return 1 if it is there, and {@link #data} is its first record's; 0 if it is not; or a negated errno
     */
    public int find(byte[] key, int length) {
        int hash = CdbFormat.hash(key, length);
        int entry = CdbFormat.table(hash) * CdbFormat.PAIR;
        long table = CdbFormat.number(header, entry);
        long all = CdbFormat.number(header, entry + 4);
        long slot = all == 0 ? 0 : CdbFormat.firstSlot(hash, all);
        long left = all;
        while (left > 0) {
            int count = (int) Math.min(SLOTS_A_READ, Math.min(left, all - slot));
            int answer = read(slots, count * CdbFormat.PAIR, table + slot * CdbFormat.PAIR);
            answer = answer < 0 ? answer : search(count, hash, key, length);
            if (answer != MORE) {
                return answer;
            }
            left -= count;
            slot = slot + count == all ? 0 : slot + count;
        }
        return 0;
    }

    private int search(int count, int hash, byte[] key, int length) {
        for (int at = 0; at < count * CdbFormat.PAIR; at += CdbFormat.PAIR) {
            long position = CdbFormat.number(slots, at + 4);
            if (position == 0) {
                return 0;
            }
            if (Layout.getInt(slots, at) == hash) {
                int answer = readRecord(position, key, length);
                if (answer != 0) {
                    return answer;
                }
            }
        }
        return MORE;
    }

    /** 1 if the record has this key, 0 if it has another one. */
    private int readRecord(long position, byte[] key, int length) {
        if (position < CdbFormat.HEADER || position + CdbFormat.PAIR > size) {
            return -Errno.EPROTO;
        }
        reserve(CdbFormat.PAIR + length);
        int have = (int) Math.min(record.length, size - position);
        int answer = read(record, have, position);
        if (answer < 0) {
            return answer;
        }
        long keyLength = CdbFormat.number(record, 0);
        long bytes = CdbFormat.number(record, 4);
        if (position + CdbFormat.PAIR + keyLength + bytes > size) {
            return -Errno.EPROTO;
        }
        if (keyLength != length || !equal(key, length)) {
            return 0;
        }
        if (bytes > MOST_DATA) {
            return -Errno.E2BIG;
        }
        dataOffset = CdbFormat.PAIR + length;
        dataLength = (int) bytes;
        return have < dataOffset + dataLength ? readAgain(position) : 1;
    }

    private int readAgain(long position) {
        int whole = dataOffset + dataLength;
        reserve(whole);
        int answer = read(record, whole, position);
        return answer < 0 ? answer : 1;
    }

    private void reserve(int length) {
        if (record.length < length) {
            record = new byte[Math.max(length, record.length * 2)];
        }
    }

    private boolean equal(byte[] key, int length) {
        return Arrays.equals(key, 0, length, record, CdbFormat.PAIR, CdbFormat.PAIR + length);
    }

    /** Reads all of it: a file that ends before is not whole. */
    private int read(byte[] into, int length, long position) {
        if (isKept) {
            return copy(into, length, position);
        }
        int done = 0;
        while (done < length) {
            int n = kernel.pread(fd, into, done, length - done, position + done);
            if (n == 0) {
                return -Errno.EPROTO;
            }
            if (n < 0 && n != -Errno.EINTR) {
                return n;
            }
            done += Math.max(n, 0);
        }
        return 0;
    }

    private int copy(byte[] into, int length, long position) {
        if (position + length > size) {
            return -Errno.EPROTO;
        }
        System.arraycopy(kept, (int) position, into, 0, length);
        return 0;
    }

    /** The array that holds the data of the record found last, at {@link #dataOffset}. Valid until the next lookup. */
    public byte[] data() {
        return record;
    }

    /** Where in {@link #data} the data begins. */
    public int dataOffset() {
        return dataOffset;
    }

    /** How many bytes of data there are. */
    public int dataLength() {
        return dataLength;
    }
}
