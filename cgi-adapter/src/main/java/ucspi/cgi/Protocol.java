package ucspi.cgi;

/** The protocols that a connection can speak. */
enum Protocol {
    HTTP,
    /** HTTP from a web server that passes requests on. */
    PROXIED,
    SCGI,
    FASTCGI,
    /** HTTP as {@code --try} shows it. */
    TRIAL;

    /** Whether a web server is at the other end, which sends variables. */
    boolean hasVariables() {
        return this == SCGI || this == FASTCGI;
    }

    /**
     * What a new connection needs.
     *
     * @param wire where what is said beside responses goes
     */
    Front front(Wire wire) {
        return switch (this) {
            case HTTP -> new HttpFront(false, false);
            case PROXIED -> new HttpFront(false, true);
            case TRIAL -> new HttpFront(true, false);
            case SCGI -> new ScgiFront();
            case FASTCGI -> new FastcgiFront(wire);
        };
    }
}
