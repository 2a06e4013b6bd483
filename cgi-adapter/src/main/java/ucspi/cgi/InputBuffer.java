package ucspi.cgi;

/**
 * Bytes of the client that have been read and not yet used: a request head, a part of a body, pipelined requests. As
 * long as there is nothing to read it takes no room.
 */
final class InputBuffer {
    private final Buffers buffers;
    private byte[] bytes;
    private int start;
    private int end;

    InputBuffer(Buffers buffers) {
        this.buffers = buffers;
    }

    /** Where they are; null if there is nothing. They stay until the next {@link #fill}, even when they are taken. */
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
        if (bytes == null) {
            bytes = buffers.take();
        }
        int n = client.read(bytes, (int) Math.min(most, Buffers.SIZE));
        start = 0;
        end = Math.max(n, 0);
        if (n <= 0) {
            drop();
        }
        return n;
    }

    /** Forgets what there is. */
    void drop() {
        start = 0;
        end = 0;
        if (bytes != null) {
            buffers.give(bytes);
            bytes = null;
        }
    }
}
