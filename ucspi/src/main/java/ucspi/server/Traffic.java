package ucspi.server;

/** What moves on connections whose sockets only their programs have: asked of the kernel. */
public interface Traffic {
    /** How much room {@link #note} needs. */
    int FACTS = 16;

    /** What {@link #bytes} returns if the kernel does not say. */
    long UNKNOWN = -1;

    /** Writes down what finds a connection again once its descriptor is closed here. */
    void note(int connection, int[] facts);

    /**
     * How many bytes have moved so far, in both directions together, confirmed by its peer; 0 if there is no such
     * connection any more, and {@link #UNKNOWN}.
     */
    long bytes(int[] facts);

    /** How long ago anything came of the connection asked for last, in milliseconds: so long no byte has moved. */
    long millisSince();
}
