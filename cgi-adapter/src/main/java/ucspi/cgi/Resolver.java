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

    /** Whether the files that programs name are sent from here: X-Sendfile, X-Accel-Redirect. */
    boolean sendsFiles();

    /** The file that a program's head names, or the error that it cannot be sent. */
    Delivery file(Request request, CgiResponse head);
}
