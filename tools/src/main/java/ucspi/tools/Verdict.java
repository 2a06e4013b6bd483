package ucspi.tools;

/** What is known so far of whether a client may send mail; once it is decided, nothing changes it. */
final class Verdict {
    private enum State {
        OPEN,
        ACCEPTED,
        REFUSED_FOR_NOW,
        REFUSED_FOR_GOOD
    }

    private State state = State.OPEN;
    private String text = "";
    private boolean uncertain;

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean refuses() {
        return state == State.REFUSED_FOR_NOW || state == State.REFUSED_FOR_GOOD;
    }

    /** Whether the client should not try again; never so when a list could not be asked. */
    boolean forGood() {
        return state == State.REFUSED_FOR_GOOD && !uncertain;
    }

    /** Why it is refused. */
    String text() {
        return text;
    }

    /** Somebody before us, as an access rule, decided: nothing accepts, a hyphen in front refuses for good. */
    void told(String decision) {
        boolean forGood = decision.startsWith("-");
        text = forGood ? decision.substring(1) : decision;
        state = decision.isEmpty() ? State.ACCEPTED : forGood ? State.REFUSED_FOR_GOOD : State.REFUSED_FOR_NOW;
    }

    /** What a list of the unwelcome says. */
    void refusing(String found, boolean forGood) {
        if (!found.isEmpty()) {
            text = found;
            state = forGood ? State.REFUSED_FOR_GOOD : State.REFUSED_FOR_NOW;
        }
    }

    /** What a list of the welcome says. */
    void accepting(boolean found) {
        state = found ? State.ACCEPTED : state;
    }

    /** A list could not be asked. */
    void failed(RblsmtpdOptions.Source source) {
        uncertain = true;
        if (source.accepts() && !source.failsClosed()) {
            state = State.ACCEPTED;
        } else if (!source.accepts() && source.failsClosed()) {
            text = "temporary RBL lookup error";
            state = State.REFUSED_FOR_NOW;
        }
    }
}
