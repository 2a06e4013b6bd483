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
    static final String X_ACCEL = "x-accel-";
    static final String X_ACCEL_BUFFERING = "x-accel-buffering";
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

    /**
     * Whether a field tells a web server in front what to do with a response, and is no part of the response: those of
     * nginx (its module ngx_http_proxy_module), and X-Sendfile.
     */
    static boolean isForFrontEnd(Head head, int field) {
        int from = head.nameStart(field);
        int to = Math.min(from + X_ACCEL.length(), head.nameEnd(field));
        return Ascii.equalsIgnoreCase(head.bytes(), from, to, X_ACCEL) || head.nameIs(field, X_SENDFILE);
    }

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
