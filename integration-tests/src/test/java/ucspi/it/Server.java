package ucspi.it;

import java.io.UncheckedIOException;
import java.util.function.Function;

/** A listener that is ready for connections. */
final class Server implements AutoCloseable {
    private final Running running;
    private final int port;
    private final String path;

    private Server(Running running, int port, String path) {
        this.running = running;
        this.port = port;
        this.path = path;
    }

    /** Starts tcpserver with these options, "-1" added, at any free port of 127.0.0.1. */
    static Server tcp(String options, String... program) {
        return tcp(tcpLaunch(options, "127.0.0.1", program));
    }

    /** A command line of tcpserver at any free port of a host. Options are words with spaces between. */
    static Launch tcpLaunch(String options, String host, String... program) {
        return Launch.of("tcpserver", "-1")
                .with(options.split(" "))
                .with(host, "0")
                .with(program);
    }

    /** Starts a tcpserver whose options have -1. */
    static Server tcp(Launch launch) {
        return ready(launch, running -> {
            int port = Integer.parseInt(running.stdout().await(""));
            return new Server(running, port, null);
        });
    }

    /** A command line of tcpserver with -1 and without host and port: the options have --listen. */
    static Launch listenLaunch(String options, String... program) {
        return Launch.of("tcpserver", "-1").with(options.split(" ")).with(program);
    }

    /** A command line of unixserver. Options are words with spaces between. */
    static Launch unixLaunch(String options, String path, String... program) {
        return Launch.of("unixserver", options.split(" ")).with(path).with(program);
    }

    /** Starts unixserver with these options at a path. */
    static Server unix(String options, String path, String... program) {
        return unix(unixLaunch(options, path, program), path);
    }

    /** Starts a unixserver whose options have -v, at a path. */
    static Server unix(Launch launch, String path) {
        return ready(launch, running -> {
            running.stderr().await("unixserver: status: 0/");
            return new Server(running, 0, path);
        });
    }

    /** Starts something at a path, and waits until it accepts connections there. */
    static Server unixReady(Launch launch, String path) {
        return ready(launch, running -> {
            Server server = new Server(running, 0, path);
            Await.until("a listening socket", server::accepts);
            return server;
        });
    }

    private boolean accepts() {
        try (Client client = connect()) {
            return client != null;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Server ready(Launch launch, Function<Running, Server> wait) {
        Running running = launch.start();
        try {
            return wait.apply(running);
        } catch (RuntimeException | AssertionError e) {
            running.close();
            throw new AssertionError("the listener did not begin; it said: " + running.stderr(), e);
        }
    }

    int port() {
        return port;
    }

    /** The port of one of several sockets, counted from 0. */
    int port(int index) {
        return Integer.parseInt(
                running.stdout().await(index, "a port", line -> true).text());
    }

    /** Where it listens, if that is a Unix socket. */
    String path() {
        return path;
    }

    Running running() {
        return running;
    }

    /** What it and its children wrote to standard error. */
    Lines log() {
        return running.stderr();
    }

    /** A connection to it: to 127.0.0.1, or to its path. */
    Client connect() {
        if (path == null) {
            return Client.connect("127.0.0.1", port);
        }
        return Client.unix(path.startsWith("@") ? "\0" + path.substring(1) : path);
    }

    /** What a probe that it runs says. */
    Probe probe() {
        return Probe.read(connect());
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() {
        running.signal("TERM");
        return running.awaitExit();
    }

    @Override
    public void close() {
        running.close();
    }
}
