package ucspi.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What /proc says about a process, proc(5). */
final class Proc {
    private Proc() {}

    /** A file of it as Latin-1, or empty if the process is gone. */
    static String read(int pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What a symbolic link of it leads to. */
    static String link(int pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/" + name)).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The value of a line "Name:\tvalue". */
    static String field(String status, String name) {
        for (String line : status.split("\n")) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).trim();
            }
        }
        throw new AssertionError("no " + name + " in " + status);
    }

    /** How many sockets it has open. */
    static int sockets(int pid) {
        int count = 0;
        String[] descriptors = Path.of("/proc/" + pid + "/fd").toFile().list();
        for (String descriptor : descriptors == null ? new String[0] : descriptors) {
            try {
                String target = Files.readSymbolicLink(Path.of("/proc/" + pid + "/fd/" + descriptor))
                        .toString();
                count += target.startsWith("socket:") ? 1 : 0;
            } catch (IOException e) {
                // it has been closed meanwhile
                continue;
            }
        }
        return count;
    }

    /** A set of signals out of a status file. */
    static long signals(String status, String name) {
        return Long.parseUnsignedLong(field(status, name), 16);
    }

    /** Field number {@code number} of a stat file, counted from 1 as in proc(5). */
    static String stat(String stat, int number) {
        // The second field, the name in parentheses, may hold spaces.
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        return fromThird[number - 3];
    }

    /** Its state: R, S, T, Z ... */
    static char state(int pid) {
        String stat = read(pid, "stat");
        return stat.isEmpty() ? '-' : stat(stat, 3).charAt(0);
    }

    /** Processor time used so far, all threads together, in clock ticks of 10 ms. */
    static long ticks(int pid) {
        String stat = read(pid, "stat");
        return Long.parseLong(stat(stat, 14)) + Long.parseLong(stat(stat, 15));
    }

    /** Its children, ended ones that were not waited for included. */
    static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        for (String task : list(pid, "task")) {
            for (String child : read(pid, "task/" + task + "/children").trim().split(" ")) {
                if (!child.isEmpty()) {
                    children.add(Integer.valueOf(child));
                }
            }
        }
        return children;
    }

    /** Its children, theirs, and so on. */
    static List<Integer> descendants(int pid) {
        List<Integer> all = new ArrayList<>(children(pid));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(children(all.get(i)));
        }
        return all;
    }

    /** The processes that work in this very directory; whatever else has become of them, they have not left it. */
    static List<Integer> inDirectory(Path directory) {
        List<Integer> found = new ArrayList<>();
        for (String name : new java.io.File("/proc").list()) {
            boolean isProcess = name.chars().allMatch(Character::isDigit);
            if (isProcess && directory.toString().equals(cwd(Integer.parseInt(name)))) {
                found.add(Integer.valueOf(name));
            }
        }
        return found;
    }

    private static String cwd(int pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).toString();
        } catch (IOException e) {
            // it has ended, or is another user's
            return "";
        }
    }

    /** The names in a directory of it. */
    static List<String> list(int pid, String directory) {
        String[] names = new java.io.File("/proc/" + pid + "/" + directory).list();
        return names == null ? List.of() : List.of(names);
    }
}
