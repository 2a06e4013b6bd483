package ucspi.cgi;

/** Bytes of the client that have been read and not yet used: a request head, a part of a body, pipelined requests. */
final class InputBuffer {
    private static final int SIZE = 8 * 1024;

    private final byte[] bytes = new byte[SIZE];
    private int start;
    private int end;

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isEmpty() {
        return start == end;
    }

    int length() {
        return end - start;
    }

    /** Marks so many bytes as used. */
    void take(int count) {
        start += count;
    }

    /**
     * Reads into the empty buffer.
     *
     * @param most the most bytes to read
     * @return what {@link Client#read} returned
     */
    int fill(Client client, long most) {
        int n = client.read(bytes, (int) Math.min(most, SIZE));
        start = 0;
        end = Math.max(n, 0);
        return n;
    }
}
