package ucspi.tools;

/** What becomes of bytes on their way. */
interface Translation {
    /** The most bytes that each byte can become. */
    int GROWTH = 2;

    /**
     * Translates the next bytes.
     *
     * @param into has room for {@link #GROWTH} times as many
     * @return how many bytes it gave
     */
    int translate(byte[] from, int length, byte[] into);

    /** There are no more; returns how many bytes that were held back it gave. */
    default int end(byte[] into) {
        return 0;
    }
}
