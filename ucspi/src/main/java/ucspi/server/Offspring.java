package ucspi.server;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.listen.ListeningSocket;

/**
 * Lets a process that serves its connections itself go on as another: in its own place, or in a process beside it. What
 * the other must know goes through the file of {@link Handover}.
 */
public final class Offspring {
    private Offspring() {}

    /**
     * Becomes the program anew; returns only if that fails, with the negated errno, and then nothing has changed.
     *
     * @param notes numbers >= 0 for the next program, {@link Handover#notes}
     */
    public static int exec(Kernel kernel, List<ListeningSocket> listeners, List<long[]> notes) {
        StringBuilder state =
                new StringBuilder("process ").append(kernel.getpid()).append('\n');
        for (ListeningSocket listener : listeners) {
            long[] file = listener.identity();
            state.append("listener ").append(listener.fd());
            state.append(' ').append(file[0]).append(' ').append(file[1]).append('\n');
        }
        addNotes(state, notes);
        int file = file(kernel, state);
        if (file < 0) {
            return file;
        }
        int answer = kernel.restart(Handover.environment(kernel, file), kept(listeners, file));
        kernel.close(file);
        return answer;
    }

    /**
     * Starts another process of this program, which listens at the same sockets; files that go with them stay ours.
     *
     * @param notes numbers >= 0 for it, {@link Handover#notes}
     * @param passed a descriptor that it finds open under the same number
     * @return its process id, or a negated errno
     */
    public static int spawn(Kernel kernel, List<ListeningSocket> listeners, List<long[]> notes, int passed) {
        StringBuilder state = new StringBuilder("process 0\n");
        for (ListeningSocket listener : listeners) {
            state.append("listener ").append(listener.fd()).append(" 0 0\n");
        }
        addNotes(state, notes);
        int file = file(kernel, state);
        if (file < 0) {
            return file;
        }
        Spawn spawn = new Spawn(Handover.environment(kernel, file));
        kernel.describeSelf(spawn);
        int[] kept = kept(listeners, file, passed);
        spawn.extra = new int[2 * kept.length];
        for (int i = 0; i < spawn.extra.length; i++) {
            spawn.extra[i] = kept[i / 2];
        }
        int pid = kernel.spawn(spawn);
        kernel.close(file);
        return pid;
    }

    private static int[] kept(List<ListeningSocket> listeners, int... others) {
        int[] kept = new int[listeners.size() + others.length];
        for (int i = 0; i < listeners.size(); i++) {
            kept[i] = listeners.get(i).fd();
        }
        System.arraycopy(others, 0, kept, listeners.size(), others.length);
        return kept;
    }

    /** A memory file with this in it, at its beginning; or a negated errno. */
    private static int file(Kernel kernel, StringBuilder text) {
        int file = kernel.memfd(Bytes.path("handover"), Linux.FD_CLOEXEC);
        if (file < 0) {
            return file;
        }
        byte[] state = Bytes.ascii(text.toString());
        int written = kernel.write(file, state, 0, state.length);
        int answer = written < 0 ? written : (int) Math.min(kernel.seek(file, 0), 0);
        if (answer == 0 && written < state.length) {
            answer = -Errno.ENOSPC;
        }
        if (answer < 0) {
            kernel.close(file);
        }
        return answer < 0 ? answer : file;
    }

    private static void addNotes(StringBuilder state, List<long[]> notes) {
        for (long[] note : notes) {
            state.append("note");
            for (long number : note) {
                state.append(' ').append(number);
            }
            state.append('\n');
        }
    }
}
