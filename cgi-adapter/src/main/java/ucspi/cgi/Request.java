package ucspi.cgi;

/**
 * One request, whatever protocol it came by, checked: what is in here is safe to act upon.
 *
 * @param head the fields
 * @param method a token, as sent
 * @param uri the target as sent, in origin form (RFC 9112 section 3.2.1): path and query; {@code *} for OPTIONS
 * @param path the path, decoded once and without dot segments; begins with a slash unless the target is {@code *}
 * @param query the query as sent, without its question mark; empty if there is none
 * @param host the authority that the request is for, as sent; null if it names none
 * @param minor the minor version of HTTP/1: 0 or 1
 * @param framing how the body is delimited
 * @param length the length of the body in bytes; -1 if it is in a coding that tells it at its end
 * @param keepAlive whether the connection may go on behind this request
 * @param expectContinue whether the client waits for 100 before it sends the body
 * @param variables what a front end sent instead of fields; null if the client itself sent this
 */
record Request(
        Head head,
        byte[] method,
        byte[] uri,
        byte[] path,
        byte[] query,
        byte[] host,
        int minor,
        Framing framing,
        long length,
        boolean keepAlive,
        boolean expectContinue,
        Variables variables) {

    /** How the end of a request's body is known, RFC 9112 section 6. */
    enum Framing {
        /** There is no body. */
        NONE,
        /** By Content-Length. */
        LENGTH,
        /** By a coding: the chunked transfer coding, or the records of FastCGI. */
        CHUNKED
    }

    boolean isHead() {
        return methodIs("HEAD");
    }

    /** Whether the method is this one; methods are case-sensitive (RFC 9110 section 9.1). */
    boolean methodIs(String name) {
        if (method.length != name.length()) {
            return false;
        }
        for (int i = 0; i < method.length; i++) {
            if (method[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the request is for the server as a whole: {@code OPTIONS *}. */
    boolean isForServer() {
        return uri.length == 1 && uri[0] == '*';
    }

    /** The value of a field, of several that of their list; null if there is none. */
    byte[] field(String lowerCaseName) {
        return variables == null ? head.joined(lowerCaseName) : variables.field(lowerCaseName);
    }

    boolean hasBody() {
        return framing != Framing.NONE;
    }

    /** The same request for another path: that of an index file. */
    Request withPath(byte[] other) {
        return new Request(
                head, method, uri, other, query, host, minor, framing, length, keepAlive, expectContinue, variables);
    }

    /** The request that a local redirect makes of this one: GET of another target, without a body (RFC 3875, 6.2.2). */
    Request redirectedTo(byte[] target) {
        Target to = Target.origin(target, 0, target.length);
        byte[] get = isHead() ? method : new byte[] {'G', 'E', 'T'};
        return new Request(
                head, get, to.uri(), to.path(), to.query(), host, minor, Framing.NONE, 0, keepAlive, false, variables);
    }
}
