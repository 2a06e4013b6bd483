package ucspi.kernel;

/** A call that the system refused; the message is {@code unable to <do something>: <reason>}. Exit code 111. */
public final class SysException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int errno;
    private final String what;

    /**
     * @param what what could not be done, as a verb phrase: {@code bind 127.0.0.1:80}
     * @param errno the positive error number
     */
    public SysException(String what, int errno) {
        super("unable to " + what + ": " + Errno.text(errno));
        this.errno = errno;
        this.what = "unable to " + what;
    }

    /** For what no system call refused; the message is the whole of it. */
    public SysException(String message) {
        super(message);
        this.errno = 0;
        this.what = message;
    }

    /** The message without the reason. */
    public String what() {
        return what;
    }

    /** The positive error number, 0 if there is none. */
    public int errno() {
        return errno;
    }
}
