package ucspi.cgi;

/**
 * Who is at the two ends of a connection, as text for the program's environment.
 *
 * @param remoteAddress the client's address, IPv6 without brackets
 * @param remotePort the client's port; empty if it has none
 * @param remoteHost the client's name as the listener looked it up; null if it did not
 * @param remoteIdent what the client's ident server said; null if nobody asked
 * @param localAddress our address, IPv6 without brackets
 * @param localPort our port
 * @param localHost our name as the listener knows it; null if it does not
 * @param secure whether a TLS front end decrypted this connection
 */
record Gateway(
        byte[] remoteAddress,
        byte[] remotePort,
        byte[] remoteHost,
        byte[] remoteIdent,
        byte[] localAddress,
        byte[] localPort,
        byte[] localHost,
        boolean secure) {}
