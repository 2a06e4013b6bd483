package ucspi.server;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/** The program that a listener runs for each connection, made ready from its command line and environment. */
public final class ServerProgram {
    private final List<String> words;
    private byte[] name;
    private boolean announcesItself;
    private final Spawn spawn = new Spawn(new EnvironmentBlock());

    /**
     * @param words the program and its arguments, Latin-1 strings; at least one
     * @param path the value of PATH that it is searched in, or null
     */
    public ServerProgram(List<String> words, byte[] path, BaseEnvironment environment) {
        this.words = words;
        byte[][] argv = argv(words);
        name = argv[0];
        spawn.command(argv, path);
        spawn.environment.setFixed(environment.entries());
    }

    private static byte[][] argv(List<String> words) {
        byte[][] argv = new byte[words.size()][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = Bytes.latin1(words.get(i));
        }
        return argv;
    }

    /**
     * Starts a program of the kit instead, which does something of its own first and then becomes the program. Such a
     * one writes its own log lines about the connection.
     *
     * @param first its name and its options; the program's words follow
     */
    public void runThrough(Sys sys, List<String> first) {
        List<String> all = new ArrayList<>(first);
        all.addAll(words);
        byte[][] argv = argv(all);
        name = argv[0];
        spawn.companion(sys.kernel(), argv);
        announcesItself = true;
    }

    /** Whether what is started writes the lines about the connection itself. */
    boolean announcesItself() {
        return announcesItself;
    }

    /** Tells each process its own id in this variable, where the flavour can do that. */
    public void setPidVariable(String variable) {
        spawn.pidVariable = Bytes.ascii(variable);
    }

    /** The program's name as given, for messages. */
    byte[] name() {
        return name;
    }

    /** How to start it; what surrounds the program can be set there. */
    public Spawn spawn() {
        return spawn;
    }
}
