package ucspi.cgi;

/** Reads what a front end says about a request that it has sent as a whole. */
final class Hearing {
    private final Client client;
    private final Front front;
    private final InputBuffer input;
    private boolean awake;

    Hearing(Client client, Front front, InputBuffer input) {
        this.client = client;
        this.front = front;
        this.input = input;
    }

    /** There may be something. */
    void wake() {
        awake = front.listens();
    }

    /**
     * Reads all that there is.
     *
     * @throws BadRequest if it makes no sense
     */
    void run() {
        while (awake && !client.isGone() && !front.isAborted()) {
            step();
        }
    }

    private void step() {
        if (input.isEmpty()) {
            int n = input.fill(client, Long.MAX_VALUE);
            if (n == 0) {
                client.setGone();
            }
            awake = n > 0;
        }
        front.listen(input.bytes(), input.start(), input.end());
        input.take(input.length());
    }
}
