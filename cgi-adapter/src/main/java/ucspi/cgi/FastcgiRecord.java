package ucspi.cgi;

import ucspi.kernel.Bytes;

/** The format of FastCGI records and how they are written (FastCGI specification, sections 3.3 and 8). */
final class FastcgiRecord {
    static final int HEADER = 8;
    static final int BODY = 8;
    static final int MOST_CONTENT = 65535;

    static final int BEGIN_REQUEST = 1;
    static final int ABORT_REQUEST = 2;
    static final int END_REQUEST = 3;
    static final int PARAMS = 4;
    static final int STDIN = 5;
    static final int STDOUT = 6;
    static final int STDERR = 7;
    static final int GET_VALUES = 9;
    static final int GET_VALUES_RESULT = 10;
    static final int UNKNOWN_TYPE = 11;

    static final int RESPONDER = 1;
    static final int AUTHORIZER = 2;
    static final int KEEP_CONNECTION = 1;

    /** Protocol statuses of END_REQUEST. */
    static final int REQUEST_COMPLETE = 0;

    static final int CANT_MULTIPLEX = 1;
    static final int UNKNOWN_ROLE = 3;

    private static final int VERSION = 1;
    private static final byte[] MULTIPLEXES = Bytes.ascii("FCGI_MPXS_CONNS");

    private FastcgiRecord() {}

    static boolean isVersion(int b) {
        return b == VERSION;
    }

    /** Puts a header at {@code at}: eight bytes. */
    static void putHeader(byte[] into, int at, int type, int id, int length) {
        into[at] = VERSION;
        into[at + 1] = (byte) type;
        into[at + 2] = (byte) (id >> 8);
        into[at + 3] = (byte) id;
        into[at + 4] = (byte) (length >> 8);
        into[at + 5] = (byte) length;
        into[at + 6] = 0;
        into[at + 7] = 0;
    }

    private static void header(Wire wire, int type, int id, int length) {
        wire.addByte(VERSION).addByte(type).addByte(id >> 8).addByte(id);
        wire.addByte(length >> 8).addByte(length).addByte(0).addByte(0);
    }

    /** Writes a part of a stream, in as many records as it takes; none for no bytes, which would end the stream. */
    static void writeStream(Wire wire, int type, int id, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int n = Math.min(to - at, MOST_CONTENT);
            header(wire, type, id, n);
            wire.add(bytes, at, at + n);
            at += n;
        }
    }

    static void writeEndOfStream(Wire wire, int type, int id) {
        header(wire, type, id, 0);
    }

    static void writeEnd(Wire wire, int id, int applicationStatus, int protocolStatus) {
        header(wire, END_REQUEST, id, BODY);
        wire.addByte(0).addByte(0).addByte(applicationStatus >> 8).addByte(applicationStatus);
        wire.addByte(protocolStatus).addByte(0).addByte(0).addByte(0);
    }

    static void writeUnknownType(Wire wire, int type) {
        header(wire, UNKNOWN_TYPE, 0, BODY);
        wire.addByte(type);
        for (int i = 1; i < BODY; i++) {
            wire.addByte(0);
        }
    }

    /**
     * Writes what is known of the values that were asked for: that connections are not multiplexed. How many there may
     * be is known to the listener only, and what is not known is to be left out.
     */
    static void writeValues(Wire wire, Variables asked) {
        boolean known = asked.find("FCGI_MPXS_CONNS") >= 0;
        header(wire, GET_VALUES_RESULT, 0, known ? 2 + MULTIPLEXES.length + 1 : 0);
        if (known) {
            wire.addByte(MULTIPLEXES.length).addByte(1).add(MULTIPLEXES).addByte('0');
        }
    }
}
