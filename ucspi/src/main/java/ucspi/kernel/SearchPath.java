package ucspi.kernel;

/** Where a program without a slash in its name is looked for: execvp(3), as djb's pathexec does it. */
public final class SearchPath {
    private static final byte[] DEFAULT = Bytes.ascii("/bin:/usr/bin");

    private SearchPath() {}

    /**
     * The paths to try, as a block.
     *
     * @param name a program's name; with a slash in it, it is the only candidate
     * @param path the value of PATH; null means {@code /bin:/usr/bin}; an empty element means the working directory
     */
    public static byte[] candidates(byte[] name, byte[] path) {
        if (Bytes.indexOf(name, '/') >= 0 || name.length == 0) {
            return Bytes.block(new byte[][] {name});
        }
        byte[] search = path == null ? DEFAULT : path;
        int count = 1;
        for (byte b : search) {
            count += b == ':' ? 1 : 0;
        }
        byte[] block = new byte[search.length + count * (name.length + 3) + 1];
        int length = 0;
        int start = 0;
        while (start <= search.length) {
            int end = Bytes.indexOf(search, ':', start);
            end = end < 0 ? search.length : end;
            if (end == start) {
                block[length++] = '.';
            }
            System.arraycopy(search, start, block, length, end - start);
            length += end - start;
            block[length++] = '/';
            System.arraycopy(name, 0, block, length, name.length);
            length += name.length + 1;
            start = end + 1;
        }
        return java.util.Arrays.copyOf(block, length + 1);
    }
}
