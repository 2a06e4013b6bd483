package ucspi.cgi;

import java.util.Arrays;

/**
 * Makes a request of the variables of a front end, which has parsed and checked the request head: they are believed,
 * but what is acted upon here is checked as anywhere.
 */
final class FrontRequest {
    private static final int MOST_METHOD_BYTES = 64;

    private FrontRequest() {}

    /**
     * The request.
     *
     * @param length the length of the body in bytes, -1 if that is known only at its end
     * @param keepAlive whether the connection may go on behind it
     * @throws BadRequest if the variables are not those of a request
     */
    static Request of(Variables variables, Request.Framing framing, long length, boolean keepAlive) {
        byte[] method = variables.value("REQUEST_METHOD");
        if (method == null || method.length > MOST_METHOD_BYTES || !Ascii.isToken(method, 0, method.length)) {
            throw new BadRequest(400, "the REQUEST_METHOD is missing or invalid");
        }
        Target target = target(variables);
        byte[] query = variables.value("QUERY_STRING");
        byte[] host = variables.value("HTTP_HOST");
        return new Request(
                new Head(0),
                method,
                target.uri(),
                target.path(),
                query == null ? target.query() : query,
                host != null && Authority.isValid(host, 0, host.length) ? host : null,
                // nothing but the end of the connection or of a record ends a response here
                0,
                framing,
                length,
                keepAlive,
                false,
                variables);
    }

    private static Target target(Variables variables) {
        byte[] uri = variables.value("REQUEST_URI");
        if (uri != null) {
            return uri.length == 1 && uri[0] == '*' ? Target.asterisk() : Target.parse(uri, 0, uri.length);
        }
        // SCRIPT_NAME and PATH_INFO are decoded already and must not be once more
        byte[] path = join(variables.value("SCRIPT_NAME"), variables.value("PATH_INFO"));
        if (path.length > 0 && path[0] != '/') {
            throw new BadRequest(400, "the SCRIPT_NAME is invalid");
        }
        byte[] query = variables.value("QUERY_STRING");
        return new Target(path, path, query == null ? new byte[0] : query, null);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] start = first == null ? new byte[0] : first;
        byte[] end = second == null ? new byte[0] : second;
        byte[] joined = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, joined, start.length, end.length);
        return joined;
    }

    /** What CONTENT_LENGTH says: a length in bytes, -1 if nothing. */
    static long contentLength(Variables variables) {
        byte[] text = variables.value("CONTENT_LENGTH");
        if (text == null) {
            return -1;
        }
        long length = Ascii.decimal(text, 0, text.length);
        if (length < 0) {
            throw new BadRequest(400, "the CONTENT_LENGTH is invalid");
        }
        return length;
    }
}
