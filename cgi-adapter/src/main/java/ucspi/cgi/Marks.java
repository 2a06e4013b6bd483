package ucspi.cgi;

import ucspi.kernel.Bytes;

/** Finds the variable in an environment by which the processes of a request are known: UNIQUE_ID; pure. */
final class Marks {
    private static final byte[] NAME = Bytes.ascii("UNIQUE_ID=");

    private Marks() {}

    /**
     * The variable's value, empty if it is not there.
     *
     * @param environment strings that each end in a NUL byte
     */
    static String find(byte[] environment, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (environment[i] == 0) {
                if (begins(environment, start, i)) {
                    int from = start + NAME.length;
                    return Bytes.string(environment, from, i - from);
                }
                start = i + 1;
            }
        }
        return "";
    }

    private static boolean begins(byte[] bytes, int from, int to) {
        boolean same = to - from > NAME.length;
        for (int i = 0; same && i < NAME.length; i++) {
            same = bytes[from + i] == NAME[i];
        }
        return same;
    }
}
