package ucspi.unixserver;

import ucspi.cli.jvm.JvmMain;

/** Starts unixserver on a JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        JvmMain.run(new Unixserver(), arguments);
    }
}
