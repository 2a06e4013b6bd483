package ucspi.tools;

/** Leaves everything as it is. */
final class Plain implements Translation {
    @Override
    public int translate(byte[] from, int length, byte[] into) {
        System.arraycopy(from, 0, into, 0, length);
        return length;
    }
}
