package ucspi.cgi;

import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;

/** How many descriptors this process may have: proc_pid_limits(5). */
final class OpenFiles {
    private static final String NAME = "Max open files";

    /** What to believe where the system does not tell. */
    private static final int USUAL = 1024;

    private static final int MOST = 1_000_000;
    private static final int MOST_BYTES = 64 * 1024;

    private OpenFiles() {}

    /** The soft limit; a very large one as a million. */
    static int most(Sys sys) {
        byte[] limits = sys.readFile(Bytes.path("/proc/self/limits"), "/proc/self/limits", MOST_BYTES);
        return limits == null ? USUAL : most(Bytes.string(limits));
    }

    /** The soft limit in this text. */
    static int most(String limits) {
        int at = limits.indexOf(NAME);
        if (at < 0) {
            return USUAL;
        }
        at += NAME.length();
        while (at < limits.length() && limits.charAt(at) == ' ') {
            at++;
        }
        int value = 0;
        boolean isNumber = false;
        for (; at < limits.length() && limits.charAt(at) >= '0' && limits.charAt(at) <= '9'; at++) {
            isNumber = true;
            value = Math.min(MOST, value * 10 + limits.charAt(at) - '0');
        }
        return isNumber ? value : MOST;
    }
}
