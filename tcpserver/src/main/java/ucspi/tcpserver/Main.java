package ucspi.tcpserver;

import ucspi.cli.jvm.JvmMain;

/** Starts tcpserver on a JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        JvmMain.run(new Tcpserver(), arguments);
    }
}
