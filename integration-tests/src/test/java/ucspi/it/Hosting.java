package ucspi.it;

/** How connections come to cgi-adapter. */
enum Hosting {
    /** A listener accepts them, and starts a cgi-adapter for each. */
    LISTENER,
    /** One cgi-adapter accepts them itself. */
    RESIDENT;

    private static Hosting current = LISTENER;

    /** That of the test that runs: {@link #LISTENER}, unless its class has {@link BothHostings}. */
    static Hosting current() {
        return current;
    }

    static void use(Hosting hosting) {
        current = hosting;
    }

    /**
     * Serves at any free port of 127.0.0.1.
     *
     * @param options those of cgi-adapter, with spaces between; may be empty
     */
    Server tcp(String options, String... program) {
        return this == LISTENER
                ? Server.tcp("-RHl0", CgiSite.adapter(options, program))
                : Server.tcp(resident("127.0.0.1:0", options, program));
    }

    /** Serves at a Unix socket. */
    Server unix(String path, String options, String... program) {
        return this == LISTENER
                ? Server.unix("-v", path, CgiSite.adapter(options, program))
                : Server.unixReady(resident(path, options, program), path);
    }

    /** A command line of a resident cgi-adapter. */
    static Launch resident(String address, String options, String... program) {
        Launch launch = Launch.of("cgi-adapter", "-1", "--listen", address);
        if (!options.isEmpty()) {
            launch.with(options.split(" "));
        }
        return launch.with(program);
    }
}
