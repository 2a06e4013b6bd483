package ucspi.cgi;

/** One run of a program: the process, the request's body on its way to it, the answer on its way to the client. */
final class ProgramRun {
    /** Enough to be quick, and few enough that others have not long to wait. */
    private static final int MOST_STEPS = 16;

    private final Child child;
    private final RequestBody body;
    private final Answer answer;
    private final StandardErrors errors;
    private int events;

    /**
     * @param answer null for a program that writes to the client itself
     * @param errors null if its standard error is our own
     */
    ProgramRun(Child child, RequestBody body, Answer answer, StandardErrors errors) {
        this.child = child;
        this.body = body;
        this.answer = answer;
        this.errors = errors;
    }

    Child child() {
        return child;
    }

    RequestBody body() {
        return body;
    }

    /** The response; null for a program that writes it itself. */
    Answer answer() {
        return answer;
    }

    /**
     * Moves both bodies, until that takes waiting or has been enough for now: {@link #isAwake}.
     *
     * @throws BadRequest if the request's body is faulty
     * @throws BadResponse if the program's output is
     */
    void run() {
        for (int step = 0; step < MOST_STEPS && isAwake(); step++) {
            if (body.isAwake()) {
                body.step();
            }
            if (answer != null && answer.isAwake()) {
                answer.step();
            }
        }
    }

    /** Whether it can go on. */
    boolean isAwake() {
        return (body.isAwake() || (answer != null && answer.isAwake())) && !body.isTruncated();
    }

    /** A pipe of the program is ready. */
    void ready(Watch watch) {
        events++;
        if (child.isStdin(watch)) {
            body.wake();
        } else if (errors != null && child.isStderr(watch)) {
            errors.step();
        } else if (answer != null) {
            answer.wake();
        }
    }

    /** Counts the times that the program has done something: printed, or taken of its input. */
    int events() {
        return events;
    }

    /** Watches the program's pipes for what is waited for. */
    void watch(boolean clientHasPending) {
        child.watch(body.waitsForProgram(), answer != null && !answer.isAtEnd() && !answer.waitsForClient());
        child.watchStderr(!clientHasPending);
    }

    /** The program's output has ended: passes on what else it printed. */
    void endErrors() {
        if (errors != null) {
            errors.end();
        }
    }

    /** Whether process and output have come to their ends. */
    boolean isOver() {
        return child.hasEnded() && (answer == null || answer.isAtEnd());
    }

    /** Whether only one of them has. */
    boolean isHalfOver() {
        return answer != null && child.hasEnded() != answer.isAtEnd();
    }

    /** Closes our ends of the program's pipes. */
    void close() {
        child.closeStdin();
        child.closeStdout();
        child.closeStderr();
    }
}
