package ucspi.cgi;

/**
 * Takes the chunked transfer coding off a request's body, in place; pure (RFC 9112 section 7.1).
 *
 * <p>Sizes are bare hexadecimal digits, lines end in CR LF and nothing else. Extensions and trailer fields are bounded
 * and discarded.
 *
 * <pre>
 *   SIZE --;--> EXTENSION --CR--> SIZE_LF --size > 0--> DATA --> DATA_CR --> DATA_LF --> SIZE
 *                                         \-size = 0--> TRAILER --empty line--> END
 * </pre>
 */
final class ChunkedDecoder implements BodyDecoder {
    /** Fifteen digits are more than any body and fit a long. */
    private static final int MOST_SIZE_DIGITS = 15;

    /** Extension bytes of one body: nobody sends any, but attackers (CVE-2023-39326). */
    private static final int MOST_EXTENSION_BYTES = 4096;

    private static final int MOST_TRAILER_BYTES = 8192;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        END
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private boolean blanks;
    private int extensionBytes;
    private int trailerBytes;
    private int trailerLine;
    private int produced;

    /** Whether the whole body, its trailer section included, has come. */
    @Override
    public boolean isAtEnd() {
        return state == State.END;
    }

    @Override
    public int produced() {
        return produced;
    }

    @Override
    public int decode(byte[] bytes, int from, int to) {
        produced = 0;
        int at = from;
        while (at < to && state != State.END) {
            if (state == State.DATA) {
                int n = (int) Math.min(size, to - at);
                System.arraycopy(bytes, at, bytes, from + produced, n);
                produced += n;
                size -= n;
                at += n;
                state = size == 0 ? State.DATA_CR : State.DATA;
            } else {
                state = step(bytes[at]);
                at++;
            }
        }
        return at - from;
    }

    private State step(int b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> sizeEnd(b);
            case DATA_CR -> expect(b, '\r', State.DATA_LF);
            case DATA_LF -> chunkEnd(b);
            case TRAILER -> trailer(b);
            case TRAILER_LF -> trailerLineEnd(b);
            case DATA, END -> throw new IllegalStateException();
        };
    }

    private State size(int b) {
        int digit = Ascii.hex(b);
        if (digit >= 0 && !blanks && digits < MOST_SIZE_DIGITS) {
            size = size << 4 | digit;
            digits++;
            return State.SIZE;
        }
        if (digits == 0 || digit >= 0) {
            throw new BadRequest(400, "a chunk size is invalid");
        }
        if (Ascii.isBlank(b)) {
            blanks = true;
            countExtension();
            return State.SIZE;
        }
        if (b == ';') {
            return State.EXTENSION;
        }
        // white space before the extension is "bad" but allowed, before the line's end it is not: section 7.1.1
        return expect(blanks ? 0 : b, '\r', State.SIZE_LF);
    }

    private State extension(int b) {
        countExtension();
        if (b == '\r') {
            return State.SIZE_LF;
        }
        if (!Ascii.isFieldContent(b)) {
            throw new BadRequest(400, "a chunk extension is invalid");
        }
        return State.EXTENSION;
    }

    private void countExtension() {
        extensionBytes++;
        if (extensionBytes > MOST_EXTENSION_BYTES) {
            throw new BadRequest(400, "the chunk extensions are too long");
        }
    }

    private State sizeEnd(int b) {
        return expect(b, '\n', size > 0 ? State.DATA : State.TRAILER);
    }

    private State chunkEnd(int b) {
        digits = 0;
        blanks = false;
        return expect(b, '\n', State.SIZE);
    }

    private State trailer(int b) {
        trailerBytes++;
        if (trailerBytes > MOST_TRAILER_BYTES) {
            throw new BadRequest(431, "the trailer section is too large");
        }
        if (b == '\r') {
            return State.TRAILER_LF;
        }
        if (!Ascii.isFieldContent(b)) {
            throw new BadRequest(400, "a trailer field is invalid");
        }
        trailerLine++;
        return State.TRAILER;
    }

    private State trailerLineEnd(int b) {
        State next = trailerLine == 0 ? State.END : State.TRAILER;
        trailerLine = 0;
        return expect(b, '\n', next);
    }

    private static State expect(int b, int wanted, State next) {
        if (b != wanted) {
            throw new BadRequest(400, "the chunked coding is broken");
        }
        return next;
    }
}
