package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that a test started: its output, its signals, its end. Closing it leaves nothing of it behind. */
final class Running implements AutoCloseable {
    private final Process process;
    private final Path launchFile;
    private final Lines stdout;
    private final Lines stderr;
    private final Thread atExit = new Thread(this::kill);

    Running(Process process, Path launchFile) {
        this.process = process;
        this.launchFile = launchFile;
        Runtime.getRuntime().addShutdownHook(atExit);
        stdout = new Lines(process.getInputStream());
        stderr = new Lines(process.getErrorStream());
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int pid() {
        return (int) process.pid();
    }

    Lines stdout() {
        return stdout;
    }

    Lines stderr() {
        return stderr;
    }

    /** Sends it a signal by name, without "SIG". */
    void signal(String name) {
        Signals.send(pid(), name);
    }

    /** Changes a limit of it, as prlimit(1) names and writes it: "nofile", "0:1000". */
    void limit(String resource, String softAndHard) {
        List<String> words = new ArrayList<>();
        String uid = Proc.field(Proc.read(pid(), "status"), "Uid").split("\t")[0];
        if (!uid.equals(Integer.toString(Signals.uid()))) {
            // prlimit(2) of another user's process takes more than being root in a container.
            words.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=" + Identity.otherGid(), "--clear-groups"));
        }
        words.addAll(List.of("prlimit", "--pid=" + pid(), "--" + resource + "=" + softAndHard));
        try {
            if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
                throw new AssertionError(words.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Its exit code, or 128 and the signal that ended it. */
    int awaitExit() {
        try {
            if (!process.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("process " + pid() + " does not end; it said: " + stderr);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        awaitExit();
        Runtime.getRuntime().removeShutdownHook(atExit);
        try {
            Files.deleteIfExists(launchFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
