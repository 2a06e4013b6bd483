package ucspi.server;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.listen.ListeningSocket;

/**
 * Carries a listener over execve(2): the process, its listening sockets and its children stay, the program is another.
 * What the next program must know goes through a memory file whose descriptor an environment variable names.
 *
 * <p>The file's lines, where KEY is four numbers:
 *
 * <pre>
 *   process PID
 *   listener FD DEVICE INODE
 *   stats FD DEVICE INODE
 *   count NAME NUMBER
 *   child PID START KEY [what Traffic noted]
 *   held FD TIME KEY FACTS          it waits for its turn
 *   gated FD LISTENER DEADLINE      it waits for a proxy's word
 * </pre>
 *
 * <p>{@link Offspring} writes {@code process 0} for whoever gets it, and {@code note NUMBER...}.
 */
public final class Handover {
    private static final String VARIABLE = "UCSPI_HANDOVER";
    private static final int MOST_BYTES = 1 << 26;
    private static final int[] NO_FACTS = {};
    private static final int MFD_CLOEXEC = 1;

    private final List<ListeningSocket> listeners = new ArrayList<>();
    private final List<long[]> children = new ArrayList<>();
    private final List<long[]> held = new ArrayList<>();
    private final List<long[]> gated = new ArrayList<>();
    private final List<long[]> notes = new ArrayList<>();
    private final Counters counters = new Counters();
    private ListeningSocket stats;

    private Handover() {}

    /** What the program before us left, or null if we are the first. */
    public static Handover receive(Sys sys) {
        byte[] value = sys.environment(VARIABLE);
        if (value == null) {
            return null;
        }
        byte[] path = Bytes.path("/proc/self/fd/" + Bytes.string(value));
        byte[] state = sys.readFile(path, "handover", MOST_BYTES);
        long[] fd = numbers(Bytes.string(value), 0);
        if (state == null || fd.length != 1) {
            throw new SysException("read handover", Errno.EBADF);
        }
        sys.close((int) fd[0]);
        Handover handover = new Handover();
        handover.read(sys, Bytes.string(state));
        return handover;
    }

    private void read(Sys sys, String state) {
        int ownPid = sys.kernel().getpid();
        int start = 0;
        boolean ours = false;
        for (int end = state.indexOf('\n'); end >= 0; end = state.indexOf('\n', start)) {
            String line = state.substring(start, end);
            int space = line.indexOf(' ');
            String kind = line.substring(0, Math.max(space, 0));
            // A name stands between the kind and the number.
            long[] numbers = numbers(line, 1 + (kind.equals("count") ? line.lastIndexOf(' ') : space));
            switch (kind) {
                case "process" -> ours = numbers.length == 1 && (numbers[0] == ownPid || numbers[0] == 0);
                case "listener" -> listeners.add(listener(sys, line, numbers));
                case "stats" -> stats = listener(sys, line, numbers);
                case "count" ->
                    counters.restore(line.substring(space + 1, Math.max(space + 1, line.lastIndexOf(' '))), numbers[0]);
                case "child" -> children.add(counted(line, numbers, numbers.length == 6 ? 6 : 6 + Traffic.FACTS));
                case "held" -> held.add(counted(line, numbers, 6 + Transport.FACTS));
                case "gated" -> gated.add(counted(line, numbers, 3));
                case "note" -> notes.add(numbers);
                default -> throw unreadable(line);
            }
            start = end + 1;
        }
        if (!ours) {
            throw new SysException("unable to read handover: it is another process's");
        }
    }

    /** The decimal numbers from an index on, separated by single spaces. */
    private static long[] numbers(String text, int from) {
        int count = 1;
        for (int i = from; i < text.length(); i++) {
            count += text.charAt(i) == ' ' ? 1 : 0;
        }
        long[] numbers = new long[count];
        int at = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                at++;
            } else if (c >= '0' && c <= '9') {
                numbers[at] = numbers[at] * 10 + c - '0';
            } else {
                throw unreadable(text);
            }
        }
        return numbers;
    }

    private static ListeningSocket listener(Sys sys, String line, long[] numbers) {
        if (numbers.length != 3) {
            throw unreadable(line);
        }
        return ListeningSocket.carriedOver(sys, (int) numbers[0], numbers[1], numbers[2]);
    }

    private static long[] counted(String line, long[] numbers, int count) {
        if (numbers.length != count) {
            throw unreadable(line);
        }
        return numbers;
    }

    private static SysException unreadable(String line) {
        return new SysException("unable to read handover: " + line);
    }

    /** The listening sockets. */
    public List<ListeningSocket> listeners() {
        return listeners;
    }

    /** The socket for those who ask for counts, or null. */
    public ListeningSocket stats() {
        return stats;
    }

    /** What was counted, this new beginning included. */
    Counters counters() {
        counters.restarts++;
        return counters;
    }

    /** What {@link Offspring} noted. */
    public List<long[]> notes() {
        return notes;
    }

    /** The connections that wait for a PROXY header: descriptor, index of the listener, deadline. */
    List<long[]> gated() {
        return gated;
    }

    /** Gives the children to their new keeper, who has none yet. */
    void adopt(Children into) {
        for (long[] numbers : children) {
            Child child = into.add((int) numbers[0], numbers[1]);
            child.high = numbers[2] << 32 | numbers[3];
            child.low = numbers[4] << 32 | numbers[5];
            child.traffic = numbers.length == 6 ? null : facts(numbers);
        }
    }

    /** Gives the connections that wait for their turn to their new keeper, and their places back to them. */
    void adopt(Kernel kernel, Waiting into, Admission admission) {
        ClientKey key = new ClientKey();
        for (long[] numbers : held) {
            int fd = (int) numbers[0];
            key.set(numbers[2] << 32 | numbers[3], numbers[4] << 32 | numbers[5]);
            kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
            if (into.hasRoom()) {
                admission.count(key);
                Held one = into.hold(fd, key, numbers[1]);
                System.arraycopy(facts(numbers), 0, one.facts, 0, one.facts.length);
            } else {
                kernel.close(fd);
            }
        }
    }

    private static int[] facts(long[] numbers) {
        int[] facts = new int[numbers.length - 6];
        for (int i = 0; i < facts.length; i++) {
            facts[i] = (int) numbers[6 + i];
        }
        return facts;
    }

    /**
     * Becomes the program anew; returns only if that fails, with the negated errno, and then nothing has changed.
     *
     * @param stats the socket for those who ask for counts, or null
     */
    static int exec(
            Kernel kernel,
            List<ListeningSocket> listeners,
            ListeningSocket stats,
            Children children,
            Waiting waiting,
            ProxyGate proxies,
            Counters counters) {
        int file = kernel.memfd(Bytes.path("handover"), MFD_CLOEXEC);
        if (file < 0) {
            return file;
        }
        byte[] state = state(kernel, listeners, stats, children, waiting, proxies, counters);
        int written = 0;
        int n = 1;
        while (written < state.length && n > 0) {
            n = kernel.write(file, state, written, state.length - written);
            written += n;
        }
        int answer = n < 0 ? n : (int) Math.min(kernel.seek(file, 0), 0);
        if (answer >= 0) {
            answer = kernel.restart(environment(kernel, file), kept(listeners, stats, waiting, proxies, file));
        }
        kernel.close(file);
        return answer;
    }

    private static int[] kept(
            List<ListeningSocket> listeners, ListeningSocket stats, Waiting waiting, ProxyGate proxies, int file) {
        List<Integer> fds = new ArrayList<>();
        fds.add(file);
        if (stats != null) {
            fds.add(stats.fd());
        }
        for (ListeningSocket listener : listeners) {
            fds.add(listener.fd());
        }
        waiting.each(one -> fds.add(one.connection));
        for (long[] connection : proxies.waiting()) {
            fds.add((int) connection[0]);
        }
        int[] kept = new int[fds.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = fds.get(i);
        }
        return kept;
    }

    private static byte[] state(
            Kernel kernel,
            List<ListeningSocket> listeners,
            ListeningSocket stats,
            Children children,
            Waiting waiting,
            ProxyGate proxies,
            Counters counters) {
        StringBuilder state = new StringBuilder();
        state.append("process ").append(kernel.getpid()).append('\n');
        for (ListeningSocket listener : listeners) {
            append(state, "listener ", listener);
        }
        if (stats != null) {
            append(state, "stats ", stats);
        }
        counters.keep((name, count) ->
                state.append("count ").append(name).append(' ').append(count).append('\n'));
        children.each(child -> {
            state.append("child ").append(child.pid).append(' ').append(child.start);
            appendHalves(state, child.high);
            appendHalves(state, child.low);
            appendFacts(state, child.traffic == null ? NO_FACTS : child.traffic);
            state.append('\n');
        });
        waiting.each(one -> {
            state.append("held ").append(one.connection).append(' ').append(one.time);
            appendHalves(state, one.high);
            appendHalves(state, one.low);
            appendFacts(state, one.facts);
            state.append('\n');
        });
        for (long[] connection : proxies.waiting()) {
            state.append("gated ").append(connection[0]).append(' ');
            state.append(connection[1]).append(' ').append(connection[2]).append('\n');
        }
        return Bytes.ascii(state.toString());
    }

    private static void append(StringBuilder state, String kind, ListeningSocket socket) {
        long[] file = socket.identity();
        state.append(kind).append(socket.fd());
        state.append(' ').append(file[0]).append(' ').append(file[1]).append('\n');
    }

    private static void appendHalves(StringBuilder state, long number) {
        state.append(' ').append(number >>> 32).append(' ').append(number & 0xffffffffL);
    }

    private static void appendFacts(StringBuilder state, int[] facts) {
        for (int fact : facts) {
            state.append(' ').append(fact & 0xffffffffL);
        }
    }

    /** Our own environment, with the variable that names the file. */
    static EnvironmentBlock environment(Kernel kernel, int file) {
        EnvironmentBlock environment = new EnvironmentBlock();
        byte[] old = Bytes.ascii(VARIABLE + "=");
        List<byte[]> kept = new ArrayList<>();
        for (byte[] entry : kernel.environment()) {
            if (!Bytes.startsWith(entry, old)) {
                kept.add(entry);
            }
        }
        environment.setFixed(kept.toArray(new byte[0][]));
        environment.add(Bytes.ascii(VARIABLE), Bytes.ascii(Integer.toString(file)));
        return environment;
    }
}
