package ucspi.cgi;

/**
 * How long and how much: times in seconds.
 *
 * @param head how long a request head may take
 * @param body how long the client may stall within a body, either way
 * @param program how long the program may be silent; 0 for ever
 * @param grace from SIGTERM to SIGKILL
 * @param hold how long a deploy may hold a request back
 * @param keepAlive how long to wait for a next request; 0 for not at all
 * @param queue how long a request may wait until its program may start
 * @param bodyBytes the largest request body
 * @param heartbeat how long an event stream may be silent before it gets a comment; 0 for ever
 * @param streamBody whether chunked bodies go to the program as they come
 */
record Limits(
        int head,
        int body,
        int program,
        int grace,
        int hold,
        int keepAlive,
        int heartbeat,
        int queue,
        long bodyBytes,
        boolean streamBody) {}
