package ucspi.cgi;

/** Takes the coding off a request's body, in place. */
interface BodyDecoder {
    /**
     * Decodes what has come; data moves to the beginning of the range.
     *
     * @return how many bytes it took: all, unless the body is complete
     * @throws BadRequest if the coding is broken
     */
    int decode(byte[] bytes, int from, int to);

    /** How many bytes of data the last {@link #decode} left at its {@code from}. */
    int produced();

    /** Whether the whole body has come. */
    boolean isAtEnd();
}
