package ucspi.cgi;

/** The protocols that a connection can speak. */
enum Protocol {
    HTTP,
    SCGI,
    FASTCGI;

    /**
     * What a new connection needs.
     *
     * @param wire where what is said beside responses goes
     */
    Front front(Wire wire) {
        return switch (this) {
            case HTTP -> new HttpFront();
            case SCGI -> new ScgiFront();
            case FASTCGI -> new FastcgiFront(wire);
        };
    }
}
