package ucspi.cgi;

/** A body that is as it is and ends after so many bytes, for where a coding is expected. */
final class LengthDecoder implements BodyDecoder {
    private long remaining;
    private int produced;

    LengthDecoder(long length) {
        remaining = length;
    }

    @Override
    public int decode(byte[] bytes, int from, int to) {
        produced = (int) Math.min(remaining, to - from);
        remaining -= produced;
        return produced;
    }

    @Override
    public int produced() {
        return produced;
    }

    @Override
    public boolean isAtEnd() {
        return remaining == 0;
    }
}
