package ucspi.it;

import java.util.List;

/** The ways by which a request comes to a program: from the client itself, or from nginx in front. */
enum Way {
    HTTP,
    SCGI,
    FASTCGI;

    /** The path that programs are at. */
    static final String AT = "/app";

    /**
     * Serves a program at {@link #AT}.
     *
     * @param folder what belongs to the program; not removed at the end
     * @param options those of cgi-adapter, with spaces between; may be empty
     */
    Web serve(Folder folder, String options, String... program) {
        String all = (options + " --script-name " + AT).trim();
        return this == HTTP
                ? CgiSite.running(folder.path(), all, program)
                : WebServer.nginx(protocol(), folder.path(), all, List.of(program));
    }

    private String protocol() {
        return this == SCGI ? "scgi" : "fastcgi";
    }
}
