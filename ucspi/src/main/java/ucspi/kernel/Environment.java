package ucspi.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The environment of a program that takes this one's place: ours, with some variables set and some removed. */
public final class Environment {
    private final List<byte[]> entries = new ArrayList<>();

    /** A copy of what this process was started with. */
    public Environment(Kernel kernel) {
        for (byte[] entry : kernel.environment()) {
            entries.add(entry);
        }
    }

    /** Sets a variable, or removes it if there is no value. Names and values are Latin-1. */
    public void set(String name, String value) {
        remove(name + "=");
        if (value != null) {
            entries.add(Bytes.latin1(name + "=" + value));
        }
    }

    /** The value of a variable, or null. */
    public String get(String name) {
        byte[] prefix = Bytes.latin1(name + "=");
        for (byte[] entry : entries) {
            if (Bytes.startsWith(entry, prefix)) {
                return Bytes.string(entry, prefix.length, entry.length - prefix.length);
            }
        }
        return null;
    }

    /** Removes every variable whose entry begins so. */
    public void remove(String beginning) {
        byte[] prefix = Bytes.latin1(beginning);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (Bytes.startsWith(entries.get(i), prefix)) {
                entries.remove(i);
            }
        }
    }

    /** Removes every variable whose entry, {@code NAME=VALUE}, is not wanted. */
    public void keep(Predicate<byte[]> wanted) {
        entries.removeIf(wanted.negate());
    }

    /** All of it, as {@link Spawn} takes it. */
    public EnvironmentBlock block() {
        EnvironmentBlock block = new EnvironmentBlock();
        block.setFixed(entries.toArray(new byte[0][]));
        return block;
    }
}
