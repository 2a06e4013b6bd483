package ucspi.tools;

/** Puts a CR before each LF. */
final class AddCr implements Translation {
    private final boolean onlyMissing;
    private boolean behindCr;

    /**
     * @param onlyMissing whether a CR LF is left alone
     */
    AddCr(boolean onlyMissing) {
        this.onlyMissing = onlyMissing;
    }

    @Override
    public int translate(byte[] from, int length, byte[] into) {
        int filled = 0;
        for (int i = 0; i < length; i++) {
            if (from[i] == '\n' && !(onlyMissing && behindCr)) {
                into[filled++] = '\r';
            }
            into[filled++] = from[i];
            behindCr = from[i] == '\r';
        }
        return filled;
    }
}
