package ucspi.cgi;

import ucspi.cli.jvm.JvmMain;

/** Starts cgi-adapter on a JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        JvmMain.run(new CgiAdapter(), arguments);
    }
}
