package ucspi.cgi.site;

import java.util.Arrays;

/** Turns the host that a request is for into the name of a directory, so that no host leads anywhere else. */
final class VirtualHosts {
    private static final int MOST = 253;

    private VirtualHosts() {}

    /**
     * The directory's name: the host in lower case, without port and final dot.
     *
     * @param authority a host with or without a port; null for none
     * @return null for what has no directory: an address in brackets, a name that begins with a dot or has two in a row
     */
    static byte[] directory(byte[] authority) {
        if (authority == null) {
            return null;
        }
        int colon = ucspi.kernel.Bytes.indexOf(authority, ':');
        int length = colon < 0 ? authority.length : colon;
        length -= length > 0 && authority[length - 1] == '.' ? 1 : 0;
        if (length == 0 || length > MOST) {
            return null;
        }
        byte[] name = Arrays.copyOf(authority, length);
        int before = '.';
        for (int i = 0; i < length; i++) {
            name[i] = (byte) Names.lower(name[i]);
            boolean isDot = name[i] == '.';
            if ((isDot && before == '.') || !(isDot || isNameByte(name[i]))) {
                return null;
            }
            before = name[i];
        }
        return before == '.' ? null : name;
    }

    private static boolean isNameByte(int b) {
        return Names.isLetterOrDigit(b) || b == '-' || b == '_';
    }
}
