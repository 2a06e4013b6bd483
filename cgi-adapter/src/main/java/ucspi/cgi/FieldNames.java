package ucspi.cgi;

import ucspi.kernel.Bytes;

/** The field names that the adapter itself has to do with, in lower case, and which of them end at each hop. */
final class FieldNames {
    static final byte[] AUTHORIZATION = Bytes.ascii("authorization");
    static final byte[] CONNECTION = Bytes.ascii("connection");
    static final byte[] CONTENT_LENGTH = Bytes.ascii("content-length");
    static final byte[] CONTENT_TYPE = Bytes.ascii("content-type");
    static final byte[] COOKIE = Bytes.ascii("cookie");
    static final byte[] DATE = Bytes.ascii("date");
    static final byte[] EXPECT = Bytes.ascii("expect");
    static final byte[] HOST = Bytes.ascii("host");
    static final byte[] LOCATION = Bytes.ascii("location");
    static final byte[] PROXY = Bytes.ascii("proxy");
    static final byte[] STATUS = Bytes.ascii("status");
    static final byte[] TRANSFER_ENCODING = Bytes.ascii("transfer-encoding");

    private static final byte[][] HOP_BY_HOP = {
        CONNECTION,
        TRANSFER_ENCODING,
        Bytes.ascii("keep-alive"),
        Bytes.ascii("proxy-authenticate"),
        Bytes.ascii("proxy-authorization"),
        Bytes.ascii("proxy-connection"),
        Bytes.ascii("te"),
        Bytes.ascii("trailer"),
        Bytes.ascii("upgrade"),
    };

    private FieldNames() {}

    /** Whether a field ends at this hop: by its name, or because Connection names it (RFC 9110 section 7.6.1). */
    static boolean isHopByHop(Head head, int field) {
        for (byte[] name : HOP_BY_HOP) {
            if (head.nameIs(field, name)) {
                return true;
            }
        }
        return head.listNames(CONNECTION, field);
    }
}
