package ucspi.cgi;

/** FastCGI, spoken by a web server: requests one after the other, each stream in records. */
final class FastcgiFront implements Front {
    private final FastcgiReader reader;

    /**
     * @param wire where what is said beside responses goes
     */
    FastcgiFront(Wire wire) {
        this.reader = new FastcgiReader(wire);
    }

    @Override
    public void next() {
        reader.next();
    }

    @Override
    public int feed(byte[] source, int from, int to) {
        return reader.feed(source, from, to);
    }

    @Override
    public Request request() {
        return reader.request();
    }

    @Override
    public boolean hasBegun() {
        return reader.hasBegun();
    }

    @Override
    public boolean isOver() {
        return reader.isOver();
    }

    @Override
    public boolean wantsBodyRead() {
        return true;
    }

    @Override
    public BodyDecoder decoder() {
        return reader;
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void listen(byte[] bytes, int from, int to) {
        reader.listen(bytes, from, to);
    }

    @Override
    public boolean isAborted() {
        return reader.isAborted();
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
        return "";
    }

    @Override
    public ResponseFraming framing(Request request, CgiResponse response) {
        return ResponseFraming.RECORDS;
    }

    @Override
    public void writeHead(
            Wire wire,
            Request request,
            CgiResponse response,
            ResponseFraming framing,
            long nowMillis,
            boolean keepAlive) {
        Wire head = new Wire(1024);
        FrontResponse.writeHead(head, response);
        writeOutput(wire, head);
    }

    @Override
    public void writeOwnHead(Wire wire, int status, byte[] reason, Wire fields, int minor, boolean keepAlive) {
        Wire head = new Wire(512);
        FrontResponse.writeOwn(head, status, reason, fields);
        writeOutput(wire, head);
    }

    @Override
    public void writeBody(Wire wire, byte[] bytes, int from, int to) {
        FastcgiRecord.writeStream(wire, FastcgiRecord.STDOUT, reader.id(), bytes, from, to);
    }

    @Override
    public long announceBody(Wire wire, long count) {
        int size = (int) Math.min(count, FastcgiRecord.MOST_CONTENT);
        byte[] header = new byte[FastcgiRecord.HEADER];
        FastcgiRecord.putHeader(header, 0, FastcgiRecord.STDOUT, reader.id(), size);
        wire.add(header);
        return size;
    }

    @Override
    public boolean writeInterim(Wire wire, Request request, CgiResponse response) {
        return false;
    }

    @Override
    public void writeError(Wire wire, int status, long nowMillis, ErrorPages.Page page, boolean withBody) {
        Wire response = new Wire(256);
        FrontResponse.writeError(response, status, page, withBody);
        writeWhole(wire, response);
    }

    @Override
    public void writeOptions(Wire wire, long nowMillis) {
        Wire response = new Wire(256);
        FrontResponse.writeOptions(response);
        writeWhole(wire, response);
    }

    // a connection that has not begun a request has nothing that could be answered
    private void writeWhole(Wire wire, Wire response) {
        if (reader.hasRequest()) {
            writeOutput(wire, response);
            writeEnd(wire, ResponseFraming.RECORDS, 0);
        }
    }

    private void writeOutput(Wire wire, Wire text) {
        FastcgiRecord.writeStream(wire, FastcgiRecord.STDOUT, reader.id(), text.bytes(), 0, text.length());
    }

    @Override
    public int frame(byte[] buffer, int at, int size) {
        int start = at - FastcgiRecord.HEADER;
        FastcgiRecord.putHeader(buffer, start, FastcgiRecord.STDOUT, reader.id(), size);
        return start;
    }

    @Override
    public void writeEnd(Wire wire, ResponseFraming framing, int exitStatus) {
        FastcgiRecord.writeEndOfStream(wire, FastcgiRecord.STDOUT, reader.id());
        FastcgiRecord.writeEnd(wire, reader.id(), exitStatus, FastcgiRecord.REQUEST_COMPLETE);
    }

    @Override
    public boolean carriesErrors() {
        return true;
    }

    @Override
    public void writeErrors(Wire wire, byte[] bytes, int from, int to) {
        FastcgiRecord.writeStream(wire, FastcgiRecord.STDERR, reader.id(), bytes, from, to);
    }
}
