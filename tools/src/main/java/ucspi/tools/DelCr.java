package ucspi.tools;

/** Takes a CR away before an LF. A CR is held back until it is known what follows. */
final class DelCr implements Translation {
    private boolean held;

    @Override
    public int translate(byte[] from, int length, byte[] into) {
        int filled = 0;
        for (int i = 0; i < length; i++) {
            byte c = from[i];
            if (held && c != '\n') {
                into[filled++] = '\r';
            }
            held = c == '\r';
            if (!held) {
                into[filled++] = c;
            }
        }
        return filled;
    }

    @Override
    public int end(byte[] into) {
        into[0] = '\r';
        return held ? 1 : 0;
    }
}
