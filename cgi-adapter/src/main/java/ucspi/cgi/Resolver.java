package ucspi.cgi;

/** Decides what answers a request. */
interface Resolver {
    /**
     * What answers this request.
     *
     * @return null if nothing here does
     * @throws ucspi.kernel.SysException if the system lacks what it takes to find out
     */
    Reply resolve(Request request);

    /** Whether programs may name a file to be sent in place of their output: X-Sendfile, X-Accel-Redirect. */
    boolean sendsFiles();

    /** The file that a program's head names. */
    Delivery file(Request request, CgiResponse head);
}
