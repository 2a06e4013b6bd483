package ucspi.cli;

/** The version of the kit, that of the build; a test compares the two. */
public final class Version {
    /** As in the top pom.xml. */
    public static final String NUMBER = "0.1.0";

    private Version() {}

    /** What {@code --version} prints, ending in a newline. */
    static String line(String program) {
        return program + " (ucspi-kit) " + NUMBER + "\n";
    }
}
