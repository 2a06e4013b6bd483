package ucspi.server;

/**
 * The most connections that a client or a network may have at a time.
 *
 * @param most 1 or more
 * @param message what a client is sent that is refused for this reason; empty for nothing; Latin-1
 */
public record ConnectionLimit(int most, Networks networks, String message) {}
