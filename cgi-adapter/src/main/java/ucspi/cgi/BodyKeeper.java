package ucspi.cgi;

import ucspi.kernel.Kernel;

/** Reads a request's body and keeps it until it is whole: a program is to be told its true length. */
final class BodyKeeper {
    private final Client client;
    private final InputBuffer input;
    private final BodyDecoder decoder;
    private final Spool spool;
    private final long most;
    private boolean awake = true;
    private boolean complete;

    /**
     * @param decoder what takes the body's coding off
     * @param directory where a body goes that is too large for memory
     * @param most the most bytes that it may have
     */
    BodyKeeper(Kernel kernel, Client client, InputBuffer input, BodyDecoder decoder, byte[] directory, long most) {
        this.client = client;
        this.input = input;
        this.decoder = decoder;
        this.spool = new Spool(kernel, directory);
        this.most = most;
    }

    boolean isAwake() {
        return awake && !complete;
    }

    void wake() {
        awake = true;
    }

    /**
     * Takes one step.
     *
     * @throws BadRequest if the coding is broken, or the body cut off or too large
     */
    void step() {
        if (input.isEmpty() && input.fill(client, Long.MAX_VALUE) <= 0) {
            if (!client.isGone() && client.hasEnded()) {
                throw new BadRequest(400, "the request body is cut off");
            }
            awake = false;
            return;
        }
        int taken = decoder.decode(input.bytes(), input.start(), input.end());
        spool.add(input.bytes(), input.start(), decoder.produced());
        input.take(taken);
        if (spool.length() > most) {
            throw new BadRequest(413, "the request body is too large");
        }
        complete = decoder.isAtEnd();
    }

    /** Whether all of it is there. */
    boolean isComplete() {
        return complete;
    }

    /** The body. */
    Spool spool() {
        return spool;
    }

    /** Forgets the body; closes its file. */
    void close() {
        spool.close();
    }
}
