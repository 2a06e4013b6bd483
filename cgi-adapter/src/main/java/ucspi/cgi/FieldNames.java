package ucspi.cgi;

/** The field names that the adapter itself has to do with, in lower case, and which of them end at each hop. */
final class FieldNames {
    static final String AUTHORIZATION = "authorization";
    static final String CONNECTION = "connection";
    static final String CONTENT_LENGTH = "content-length";
    static final String CONTENT_TYPE = "content-type";
    static final String COOKIE = "cookie";
    static final String DATE = "date";
    static final String EXPECT = "expect";
    static final String HOST = "host";
    static final String LOCATION = "location";
    static final String PROXY = "proxy";
    static final String STATUS = "status";
    static final String TRANSFER_ENCODING = "transfer-encoding";
    static final String X_ACCEL_REDIRECT = "x-accel-redirect";
    static final String X_SENDFILE = "x-sendfile";

    private static final String[] HOP_BY_HOP = {
        CONNECTION,
        TRANSFER_ENCODING,
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "upgrade",
    };

    private FieldNames() {}

    /** Whether a field ends at this hop: by its name, or because Connection names it (RFC 9110 section 7.6.1). */
    static boolean isHopByHop(Head head, int field) {
        for (String name : HOP_BY_HOP) {
            if (head.nameIs(field, name)) {
                return true;
            }
        }
        return head.listNames(CONNECTION, field);
    }
}
