package ucspi.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A directory of files and programs, and a listener that serves it with cgi-adapter. */
final class SiteTree implements AutoCloseable {
    /** When files were last modified that {@link #old} was told about. */
    static final String OLD = "Sun, 06 Nov 1994 08:49:37 GMT";

    private final Path top;
    private CgiSite site;

    SiteTree() {
        try {
            top = Files.createTempDirectory("site").toRealPath();
            Files.createDirectory(top.resolve("www"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves {@code www}. */
    SiteTree serve(String options) {
        return start("--site " + path("www") + " " + options);
    }

    /** Starts cgi-adapter with these options. */
    SiteTree start(String options) {
        site = CgiSite.running(top, options.trim());
        return this;
    }

    /** The path of something below the temporary directory. */
    Path path(String name) {
        return top.resolve(name);
    }

    /** Makes a file. */
    SiteTree file(String name, String text) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.writeString(path(name), text, StandardCharsets.ISO_8859_1);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a file that was last modified at {@link #OLD}. */
    SiteTree old(String name, String text) {
        file(name, text);
        try {
            Files.setLastModifiedTime(path(name), FileTime.from(Instant.ofEpochSecond(784111777)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an executable shell script. */
    SiteTree program(String name, String script) {
        file(name, "#!/bin/sh\n" + script);
        try {
            Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a symbolic link. */
    SiteTree link(String name, String target) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.createSymbolicLink(path(name), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a symbolic link to what belongs to root, itself not root's. */
    SiteTree foreignLink(String name, String target) {
        link(name, target);
        if (Identity.isRoot()) {
            try {
                Files.setAttribute(path(name), "unix:uid", Identity.otherUid(), LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** Lets anybody into a directory. */
    SiteTree open(String name) {
        return chmod("755", name);
    }

    /** Changes permissions, as chmod(1) names them. */
    SiteTree chmod(String mode, String name) {
        return run("chmod", mode, path(name).toString());
    }

    /** Gives a file, or a directory with all that is in it, to somebody, as only root can. */
    SiteTree own(String name, int uid, int gid) {
        return run("chown", "-hR", uid + ":" + gid, path(name).toString());
    }

    private SiteTree run(String... words) {
        try {
            if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
                throw new AssertionError(List.of(words).toString());
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** The content of a file. */
    String text(String name) {
        try {
            return Files.readString(path(name), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CgiSite site() {
        return site;
    }

    Lines log() {
        return site.log();
    }

    HttpAnswer get(String target) {
        return get(target, "");
    }

    /** The answer to one GET with further fields, each with its line end. */
    HttpAnswer get(String target, String fields) {
        return site.request("GET", target, fields, "");
    }

    /** The answers to several GETs over one connection, which all of them leave open. */
    List<HttpAnswer> getAll(String... targets) {
        List<String> requests = new ArrayList<>();
        for (String target : targets) {
            requests.add("GET " + target + " HTTP/1.1\r\nHost: example.com\r\n");
        }
        return sendAll(requests);
    }

    /** The answers to GETs of one target, each with other fields, over one connection. */
    List<HttpAnswer> getEach(String target, String... fields) {
        List<String> requests = new ArrayList<>();
        for (String each : fields) {
            requests.add("GET " + target + " HTTP/1.1\r\nHost: example.com\r\n" + each);
        }
        return sendAll(requests);
    }

    private List<HttpAnswer> sendAll(List<String> heads) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < heads.size(); i++) {
            all.append(heads.get(i)).append(i + 1 < heads.size() ? "\r\n" : "Connection: close\r\n\r\n");
        }
        List<HttpAnswer> answers = HttpAnswer.all(site.exchange(all.toString()));
        if (answers.size() != heads.size()) {
            throw new AssertionError(heads.size() + " requests, but " + answers);
        }
        return answers;
    }

    /** The statuses of several GETs over one connection. */
    List<Integer> statuses(String... targets) {
        return getAll(targets).stream().map(HttpAnswer::status).toList();
    }

    /** The bodies of several GETs over one connection. */
    List<String> bodies(String... targets) {
        return getAll(targets).stream().map(HttpAnswer::body).toList();
    }

    /** What curl(1) prints. */
    String curl(String path, String... options) {
        List<String> words = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30", "--path-as-is"));
        words.addAll(List.of(options));
        words.add(site.url(path));
        try {
            Process curl = new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (curl.waitFor() != 0) {
                throw new AssertionError(words + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (site != null) {
            site.close();
        }
    }
}
