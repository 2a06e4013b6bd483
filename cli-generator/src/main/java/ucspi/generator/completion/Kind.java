package ucspi.generator.completion;

import java.util.Locale;

/** What a value or an operand is, as far as a shell can offer it; told by the label that its declaration gives it. */
enum Kind {
    /** A program, with words of its own behind it. */
    COMMAND,
    DIRECTORY,
    FILE,
    HOST,
    PORT,
    /** Whatever only the user knows. */
    OTHER;

    /** The kind of what has this label. */
    static Kind of(String label) {
        return switch (label) {
            case "program", "realname", "smtpd" -> COMMAND;
            case "directory", "dir" -> DIRECTORY;
            case "file", "socket", "rules.cdb", "rules.tmp" -> FILE;
            case "host", "localip" -> HOST;
            case "port", "localport" -> PORT;
            default -> OTHER;
        };
    }

    /** Its name in the generated scripts. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
