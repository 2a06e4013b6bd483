package ucspi.cgi;

/** HTTP/1, spoken by the client itself or a proxy: RFC 9112. */
final class HttpFront implements Front {
    private final boolean plain;
    private final boolean proxied;

    /** Null as long as nothing of a request has come. */
    private RequestParser parser;

    private ChunkedDecoder decoder;

    /**
     * @param plain whether responses are for people to read, so without the chunked coding
     * @param proxied whether a web server has passed the requests on, and takes the responses
     */
    HttpFront(boolean plain, boolean proxied) {
        this.plain = plain;
        this.proxied = proxied;
    }

    @Override
    public void next() {
        parser = null;
        decoder = null;
    }

    @Override
    public int feed(byte[] source, int from, int to) {
        if (parser == null) {
            parser = new RequestParser();
        }
        return parser.feed(source, from, to);
    }

    @Override
    public Request request() {
        return parser == null ? null : parser.request();
    }

    @Override
    public boolean hasBegun() {
        return parser != null && parser.hasBegun();
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public boolean wantsBodyRead() {
        return false;
    }

    @Override
    public BodyDecoder decoder() {
        decoder = decoder == null ? new ChunkedDecoder() : decoder;
        return decoder;
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void listen(byte[] bytes, int from, int to) {
        throw new IllegalStateException();
    }

    @Override
    public boolean isAborted() {
        return false;
    }

    @Override
    public boolean hasFrontEnd() {
        return proxied;
    }

    @Override
    public boolean followsRedirects() {
        return true;
    }

    @Override
    public String start() {
        return "HTTP/1.1 ";
    }

    @Override
    public ResponseFraming framing(Request request, CgiResponse response) {
        ResponseFraming framing = ResponseFraming.of(request, response);
        return plain && framing == ResponseFraming.CHUNKED ? ResponseFraming.CLOSE : framing;
    }

    @Override
    public void writeHead(
            Wire wire,
            Request request,
            CgiResponse response,
            ResponseFraming framing,
            long nowMillis,
            boolean keepAlive) {
        ResponseHead.write(wire, request, response, framing, nowMillis, keepAlive, proxied);
    }

    @Override
    public void writeOwnHead(Wire wire, int status, byte[] reason, Wire fields, int minor, boolean keepAlive) {
        ResponseHead.writeOwn(wire, status, reason, fields, minor, keepAlive);
    }

    @Override
    public void writeBody(Wire wire, byte[] bytes, int from, int to) {
        wire.add(bytes, from, to);
    }

    @Override
    public long announceBody(Wire wire, long count) {
        return count;
    }

    @Override
    public boolean writeInterim(Wire wire, Request request, CgiResponse response) {
        if (request.minor() == 0) {
            return false;
        }
        ResponseHead.writeInterim(wire, response);
        return true;
    }

    @Override
    public void writeError(Wire wire, int status, long nowMillis, ErrorPages.Page page, boolean withBody) {
        ErrorResponse.write(wire, status, nowMillis, page, withBody);
    }

    @Override
    public void writeOptions(Wire wire, long nowMillis) {
        ErrorResponse.writeOptions(wire, nowMillis);
    }

    @Override
    public int frame(byte[] buffer, int at, int size) {
        throw new IllegalStateException();
    }

    @Override
    public void writeEnd(Wire wire, ResponseFraming framing, int exitStatus) {
        if (framing == ResponseFraming.CHUNKED) {
            wire.add("0\r\n\r\n");
        }
    }

    @Override
    public boolean carriesErrors() {
        return false;
    }

    @Override
    public void writeErrors(Wire wire, byte[] bytes, int from, int to) {
        throw new IllegalStateException();
    }
}
