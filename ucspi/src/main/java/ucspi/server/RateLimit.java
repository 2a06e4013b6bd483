package ucspi.server;

/**
 * How often a client or a network may begin a connection: GCRA, a bucket of {@code 1 + tolerance / interval} turns that
 * one turn each interval goes back into.
 *
 * @param interval nanoseconds between two connections in the long run, 1 or more
 * @param tolerance by how many nanoseconds connections may come before their time, 0 or more
 */
public record RateLimit(long interval, long tolerance, Networks networks) {
    /** So many connections, all at once if need be, in a period of so many seconds; both are 1 or more. */
    public static RateLimit of(int connections, int seconds, Networks networks) {
        long period = seconds * 1_000_000_000L;
        long interval = period / connections;
        return new RateLimit(interval, period - interval, networks);
    }
}
