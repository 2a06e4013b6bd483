package ucspi.cgi;

/** SCGI, spoken by a web server: one request for each connection, whose end is that of the response. */
final class ScgiFront implements Front {
    private final ScgiParser parser = new ScgiParser();

    @Override
    public void next() {
        // the first is the last
    }

    @Override
    public int feed(byte[] source, int from, int to) {
        return parser.feed(source, from, to);
    }

    @Override
    public Request request() {
        return parser.request();
    }

    @Override
    public boolean hasBegun() {
        return parser.hasBegun();
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public boolean wantsBodyRead() {
        return true;
    }

    @Override
    public BodyDecoder decoder() {
        return new LengthDecoder(parser.request().length());
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
        return true;
    }

    @Override
    public boolean followsRedirects() {
        return false;
    }

    @Override
    public String start() {
        return FrontResponse.START;
    }

    @Override
    public ResponseFraming framing(Request request, CgiResponse response) {
        return ResponseFraming.of(request, response);
    }

    @Override
    public void writeHead(
            Wire wire,
            Request request,
            CgiResponse response,
            ResponseFraming framing,
            long nowMillis,
            boolean keepAlive) {
        FrontResponse.writeHead(wire, response);
    }

    @Override
    public void writeOwnHead(Wire wire, int status, byte[] reason, Wire fields, int minor, boolean keepAlive) {
        FrontResponse.writeOwn(wire, status, reason, fields);
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
        return false;
    }

    @Override
    public void writeError(Wire wire, int status, long nowMillis, ErrorPages.Page page, boolean withBody) {
        FrontResponse.writeError(wire, status, page, withBody);
    }

    @Override
    public void writeOptions(Wire wire, long nowMillis) {
        FrontResponse.writeOptions(wire);
    }

    @Override
    public int frame(byte[] buffer, int at, int size) {
        throw new IllegalStateException();
    }

    @Override
    public void writeEnd(Wire wire, ResponseFraming framing, int exitStatus) {
        // the end of the connection says it
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
