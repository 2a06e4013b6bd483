package ucspi.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/**
 * Finds out which of some directories processes use: as their working directory or root, as a file that they run, have
 * open or have mapped, proc(5).
 */
final class Processes {
    private static final long KERNEL_THREAD = 0x00200000;
    private static final int FLAGS_FIELD = 7;

    private final Store store;
    private final Kernel kernel;
    private final String above;
    private final Set<String> used = new HashSet<>();
    private String hidden;

    /**
     * @param above the directory that the directories are in, an absolute path without links
     */
    Processes(Store store, Sys sys, String above) {
        this.store = store;
        this.kernel = sys.kernel();
        this.above = above + "/";
        look();
    }

    /** Whether a process uses the directory of this name. */
    boolean use(String name) {
        return used.contains(name);
    }

    /** A process that may not be looked into; null if there is none. */
    String hidden() {
        return hidden;
    }

    private void look() {
        List<String> names = store.names("/proc");
        if (names == null) {
            hidden = "/proc";
            return;
        }
        String self = Integer.toString(kernel.getpid());
        for (String name : names) {
            boolean isProcess = name.charAt(0) >= '1' && name.charAt(0) <= '9';
            if (isProcess && !name.equals(self)) {
                lookInto("/proc/" + name);
            }
        }
    }

    private void lookInto(String process) {
        String directory = store.link(process + "/cwd");
        List<String> files = store.names(process + "/fd");
        String maps = directory == null || files == null ? null : maps(process);
        if (maps == null) {
            if (isAlive(process)) {
                hidden = process;
            }
            return;
        }
        note(directory);
        note(store.link(process + "/root"));
        note(store.link(process + "/exe"));
        for (String file : files) {
            note(store.link(process + "/fd/" + file));
        }
        for (int at = maps.indexOf(above); at >= 0; at = maps.indexOf(above, at + 1)) {
            int end = maps.indexOf('\n', at);
            note(maps.substring(at, end < 0 ? maps.length() : end));
        }
    }

    private String maps(String process) {
        try {
            return store.read(process + "/maps");
        } catch (ucspi.kernel.SysException e) {
            return null;
        }
    }

    /** Threads of the kernel use no files of ours, and what has ended uses nothing. */
    private boolean isAlive(String process) {
        String stat = stat(process);
        int close = stat == null ? -1 : stat.lastIndexOf(')');
        if (close < 0) {
            return false;
        }
        char state = stat.charAt(Math.min(close + 2, stat.length() - 1));
        long flags = 0;
        int at = close + 1;
        for (int i = 1; i < FLAGS_FIELD && at >= 0; i++) {
            at = stat.indexOf(' ', at + 1);
        }
        for (int i = at + 1; at >= 0 && i < stat.length() && stat.charAt(i) != ' '; i++) {
            flags = flags * 10 + stat.charAt(i) - '0';
        }
        return state != 'Z' && state != 'X' && (flags & KERNEL_THREAD) == 0;
    }

    private String stat(String process) {
        try {
            return store.read(process + "/stat");
        } catch (ucspi.kernel.SysException e) {
            return null;
        }
    }

    private void note(String path) {
        if (path != null && path.startsWith(above)) {
            int slash = path.indexOf('/', above.length());
            used.add(path.substring(above.length(), slash < 0 ? path.length() : slash));
        }
    }
}
