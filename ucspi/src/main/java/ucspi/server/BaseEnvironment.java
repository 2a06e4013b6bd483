package ucspi.server;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/** The part of the programs' environment that is the same for each connection. */
public final class BaseEnvironment {
    /**
     * What never passes from the listener's own environment: it would describe another connection, or is meant for the
     * listener alone (sd_listen_fds(3), sd_notify(3)).
     */
    private static final byte[][] OWN = {
        Bytes.ascii("PROTO="),
        Bytes.ascii("TCPLOCAL"),
        Bytes.ascii("TCPREMOTE"),
        Bytes.ascii("TCP6"),
        Bytes.ascii("UNIXLOCAL"),
        Bytes.ascii("UNIXREMOTE"),
        Bytes.ascii("LISTEN_"),
        Bytes.ascii("NOTIFY_SOCKET="),
        Bytes.ascii("WATCHDOG_"),
        Bytes.ascii("UCSPI_"),
        Bytes.ascii(DeployLock.VARIABLE + "="),
    };

    private final List<byte[]> entries = new ArrayList<>();

    /** All that the listener itself was started with, but for what is only its own. */
    public BaseEnvironment(Kernel kernel) {
        for (byte[] entry : kernel.environment()) {
            if (!isOwn(entry)) {
                entries.add(entry);
            }
        }
    }

    /** Whether an entry's variable is the listener's to set, for each connection, or for itself alone. */
    public static boolean isOwn(byte[] entry) {
        for (byte[] prefix : OWN) {
            if (Bytes.startsWith(entry, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** The same of the name alone. */
    public static boolean isOwn(String name) {
        return isOwn(Bytes.latin1(name + "="));
    }

    /** Sets a variable; without a value, removes it. */
    public void set(String name, byte[] value) {
        byte[] start = Bytes.latin1(name + "=");
        entries.removeIf(entry -> Bytes.startsWith(entry, start));
        if (value != null) {
            byte[] entry = java.util.Arrays.copyOf(start, start.length + value.length);
            System.arraycopy(value, 0, entry, start.length, value.length);
            entries.add(entry);
        }
    }

    /** The value of a variable, or null. */
    public byte[] get(String name) {
        byte[] start = Bytes.latin1(name + "=");
        for (byte[] entry : entries) {
            if (Bytes.startsWith(entry, start)) {
                return java.util.Arrays.copyOfRange(entry, start.length, entry.length);
            }
        }
        return null;
    }

    /** Removes each variable whose name none of these is; one that ends in an asterisk is the beginning of names. */
    public void keepOnly(List<String> names) {
        entries.removeIf(entry -> !isAmong(entry, names));
    }

    /** Whether an entry's name is one of these. */
    public static boolean isAmong(byte[] entry, List<String> names) {
        for (String name : names) {
            boolean beginning = name.endsWith("*");
            String start = beginning ? name.substring(0, name.length() - 1) : name + "=";
            if (Bytes.startsWith(entry, Bytes.latin1(start))) {
                return true;
            }
        }
        return false;
    }

    /** All of it, as {@code NAME=VALUE} entries. */
    byte[][] entries() {
        return entries.toArray(new byte[0][]);
    }
}
