package ucspi.cgi;

/**
 * What a line of an access log tells of one request. Whatever is not known is null.
 *
 * @param millis when it came, since 1970-01-01 UTC
 * @param status the answer's status; 0 if there was no answer
 * @param bytes how long the answer's body was
 * @param micros how long it took
 * @param exit how the program ended, as a shell would tell it; -1 if none ran
 */
record AccessEntry(
        byte[] remote,
        byte[] user,
        long millis,
        byte[] method,
        byte[] uri,
        byte[] protocol,
        byte[] host,
        byte[] referer,
        byte[] agent,
        int status,
        long bytes,
        long micros,
        int exit) {}
