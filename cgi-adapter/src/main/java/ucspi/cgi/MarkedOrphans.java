package ucspi.cgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;

/**
 * Tells by their environment whose descendants orphans are: where many programs run at a time. UNIQUE_ID differs for
 * each request, and a process has the environment of its parent unless that gave it another.
 *
 * <p>Each orphan is looked at once, and all of them together no more often than now and then, however many programs are
 * to be ended at a time.
 */
final class MarkedOrphans implements Orphans {
    /** The least time between two looks, in milliseconds. */
    private static final int PAUSE_MILLIS = 20;

    private static final int MOST_ENVIRONMENT = 256 * 1024;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Reaper reaper;
    private final ChildList children;
    private final Map<Integer, String> marks = new HashMap<>();
    private final Map<String, List<Integer>> marked = new HashMap<>();
    private long looked = Long.MIN_VALUE / 2;

    MarkedOrphans(Kernel kernel, EventLoop loop, Reaper reaper) {
        this.kernel = kernel;
        this.loop = loop;
        this.reaper = reaper;
        this.children = new ChildList(kernel);
    }

    @Override
    public void signal(byte[] mark, int signal) {
        look();
        List<Integer> pids = marked.get(Bytes.string(mark));
        for (int i = 0; pids != null && i < pids.size(); i++) {
            kernel.kill(pids.get(i), signal);
        }
    }

    @Override
    public boolean areGone(byte[] mark, long since) {
        look();
        return looked > since && !marked.containsKey(Bytes.string(mark));
    }

    /** One of them, or any other process that nobody waits for, has been reaped. */
    void reaped(int pid) {
        String mark = marks.remove(pid);
        List<Integer> pids = mark == null ? null : marked.get(mark);
        if (pids != null) {
            pids.remove(Integer.valueOf(pid));
            if (pids.isEmpty()) {
                marked.remove(mark);
            }
        }
    }

    private void look() {
        long now = loop.now();
        if (now - looked >= PAUSE_MILLIS) {
            looked = now;
            children.each(this::look);
        }
    }

    private void look(int pid) {
        if (reaper.isProgram(pid) || marks.containsKey(pid)) {
            return;
        }
        String mark = mark(pid);
        marks.put(pid, mark);
        if (!mark.isEmpty()) {
            List<Integer> pids = marked.get(mark);
            if (pids == null) {
                pids = new ArrayList<>();
                marked.put(mark, pids);
            }
            pids.add(pid);
        }
    }

    /** The mark of a process; empty if it has none, or belongs to somebody else. */
    private String mark(int pid) {
        int fd = kernel.open(Bytes.path("/proc/" + pid + "/environ"), Linux.O_RDONLY | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            return "";
        }
        byte[] bytes = new byte[16 * 1024];
        int length = 0;
        int n = kernel.read(fd, bytes, 0, bytes.length);
        while (n > 0 && length < MOST_ENVIRONMENT) {
            length += n;
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
            n = kernel.read(fd, bytes, length, bytes.length - length);
        }
        kernel.close(fd);
        return Marks.find(bytes, length);
    }
}
