package ucspi.deploy;

import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;

/** Finds out who wants a deploy: a user of a web server, or of this machine. */
final class Caller {
    private static final String[] VARIABLES = {"REMOTE_USER", "LOGNAME", "USER"};

    private Caller() {}

    /** A name, as far as somebody tells one. */
    static String name(Sys sys) {
        for (String variable : VARIABLES) {
            byte[] value = sys.environment(variable);
            if (value != null && value.length > 0) {
                return Bytes.string(value);
            }
        }
        return "uid:" + sys.kernel().geteuid();
    }
}
