package ucspi.cgi;

/**
 * What the other end of a connection speaks: how requests are read, how a response is framed. One for each connection.
 *
 * <p>A response is {@link #writeHead}, then its body, each piece behind what {@link #frame} puts before it, then {@link
 * #writeEnd}.
 */
interface Front {
    /** Makes ready for the connection's next request. */
    void next();

    /**
     * Takes bytes up to the end of a request's head.
     *
     * @return how many it took: all, unless {@link #request} is complete or the connection {@link #isOver}
     * @throws BadRequest if this is no request that may be served
     */
    int feed(byte[] source, int from, int to);

    /** The request once its head is complete, else null. */
    Request request();

    /** Whether a part of a request has come. */
    boolean hasBegun();

    /** Whether no request may follow. */
    boolean isOver();

    /**
     * Whether a body has to be read as a whole before a response may begin: nginx stops sending a request when it sees
     * an answer to it, and a program that answers first and reads then would wait for ever.
     */
    boolean wantsBodyRead();

    /** What takes the coding off the body of the present request, if that has one. */
    BodyDecoder decoder();

    /** Whether the other end may say something about a request while that is being served. */
    boolean listens();

    /** Takes what it says then: all of it. */
    void listen(byte[] bytes, int from, int to);

    /** Whether the other end wants no answer to the present request any more. */
    boolean isAborted();

    /** Whether a web server takes the responses, and acts upon the fields in them that are meant for it. */
    boolean hasFrontEnd();

    /** Whether a redirect to another path is ours to follow. */
    boolean followsRedirects();

    /** The bytes that every response begins with, which may so be sent before the response is known; ASCII. */
    String start();

    ResponseFraming framing(Request request, CgiResponse response);

    /**
     * Writes the head of a final response.
     *
     * @param nowMillis the time for Date
     * @param keepAlive whether the connection goes on behind it
     */
    void writeHead(
            Wire wire,
            Request request,
            CgiResponse response,
            ResponseFraming framing,
            long nowMillis,
            boolean keepAlive);

    /**
     * Writes the head of a response of our own.
     *
     * @param reason the reason phrase; empty for the usual one
     * @param fields its fields, each with its line end
     * @param minor the minor version of the request
     * @param keepAlive whether the connection goes on behind it
     */
    void writeOwnHead(Wire wire, int status, byte[] reason, Wire fields, int minor, boolean keepAlive);

    /** Writes a part of the body of such a response. */
    void writeBody(Wire wire, byte[] bytes, int from, int to);

    /** Writes what has to stand before so many bytes of a body; returns how many of them may follow. */
    long announceBody(Wire wire, long count);

    /** Writes an interim response, if there are any here; returns whether it did. */
    boolean writeInterim(Wire wire, Request request, CgiResponse response);

    /**
     * Writes a whole response that says what its status says.
     *
     * @param page what there is to read
     * @param withBody false for an answer to HEAD
     */
    void writeError(Wire wire, int status, long nowMillis, ErrorPages.Page page, boolean withBody);

    /** Writes the answer to {@code OPTIONS *}. */
    void writeOptions(Wire wire, long nowMillis);

    /** Puts the header of a record of so many bytes before {@code at}: at most eight bytes; returns where it begins. */
    int frame(byte[] buffer, int at, int size);

    /**
     * Writes the end of a whole response.
     *
     * @param exitStatus how the program ended, as a shell would tell it
     */
    void writeEnd(Wire wire, ResponseFraming framing, int exitStatus);

    /** Whether what the program prints on standard error is sent, too. */
    boolean carriesErrors();

    /** Writes a part of what the program printed on standard error. */
    void writeErrors(Wire wire, byte[] bytes, int from, int to);
}
