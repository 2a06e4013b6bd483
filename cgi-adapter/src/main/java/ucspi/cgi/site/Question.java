package ucspi.cgi.site;

/**
 * What a site is asked.
 *
 * @param uri the target as sent
 * @param path its path, decoded once and without dot segments
 * @param host the host that the request is for, maybe with a port; null if it names none
 * @param reads whether the method is GET or HEAD
 * @param gzip whether the client takes gzip
 */
public record Question(byte[] uri, byte[] path, byte[] host, boolean reads, boolean gzip) {}
