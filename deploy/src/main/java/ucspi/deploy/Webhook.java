package ucspi.deploy;

import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;

/**
 * {@code deploy webhook}: a CGI program (RFC 3875) that a Git server tells of pushes. It notes what is wanted, starts a
 * process that deploys it, and answers; nothing that is not proven to come from there is looked at any further.
 */
final class Webhook {
    private static final int LEAST_SECRET = 16;
    private static final int MOST_SECRET = 4096;
    private static final int MOST_DELIVERY = 200;
    private static final int OTHERS = 077;
    private static final String LOCK = "/webhook";
    private static final int LOCK_SECONDS = 10;

    private final Sys sys;
    private final Kernel kernel;
    private final Store store;

    Webhook(Sys sys, Store store) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.store = store;
    }

    int run(String directory) {
        Runner runner = new Runner(sys, true);
        String text = answer(runner, directory);
        byte[] bytes = Bytes.latin1(text);
        sys.writeFully(1, bytes, 0, bytes.length);
        return 0;
    }

    private String answer(Runner runner, String directory) {
        try {
            return accept(runner, directory);
        } catch (Refused e) {
            log(runner, e.status() + ": " + e.getMessage());
            return response(e.status(), e.getMessage());
        } catch (Failure | SysException e) {
            log(runner, "500: " + e.getMessage());
            return response(500, "this server is not set up for it");
        }
    }

    private void log(Runner runner, String text) {
        runner.say("webhook " + text("REMOTE_ADDR") + " " + text);
    }

    private static String response(int status, String text) {
        String more = status == 405 ? "Allow: POST\n" : "";
        return "Status: " + status + "\nContent-Type: text/plain\n" + more + "\n" + text + "\n";
    }

    private String text(String variable) {
        byte[] value = sys.environment(variable);
        return value == null ? "" : Bytes.string(value);
    }

    private String accept(Runner runner, String directory) {
        if (!text("REQUEST_METHOD").equals("POST")) {
            throw new Refused(405, "only POST");
        }
        Place place = Place.at(store, directory);
        Settings settings = Settings.of(Git.bare(runner, new Surroundings(kernel), place.repository()));
        byte[] body = body(settings.mostBody());
        Forge forge = Forge.of(sys);
        if (forge == null) {
            throw new Refused(400, "no Git server that is known sends this");
        }
        prove(forge, secret(settings), body);
        if (!forge.isPush(sys)) {
            return ignored(runner, "not a push");
        }
        Object json = json(body);
        String ref = Json.string(json, "ref");
        if (ref == null) {
            throw new Refused(400, "it names no ref");
        }
        if (!ref.equals(settings.ref())) {
            return ignored(runner, "not the branch that is deployed");
        }
        String who = forge.pusher(json);
        note(runner, forge, place, body, forge.label() + ":" + (who == null ? "" : who));
        log(runner, "202: " + forge.label() + " " + Ledger.word(forge.delivery(sys)));
        if (settings.startsItself()) {
            start(runner, place);
        }
        return response(202, "accepted");
    }

    private String ignored(Runner runner, String why) {
        log(runner, "200: " + why);
        return response(200, "ignored: " + why);
    }

    private byte[] body(int most) {
        String length = text("CONTENT_LENGTH");
        long bytes = 0;
        for (int i = 0; i < length.length(); i++) {
            char c = length.charAt(i);
            if (c < '0' || c > '9' || bytes > most) {
                throw new Refused(bytes > most ? 413 : 400, "its length is not acceptable");
            }
            bytes = bytes * 10 + c - '0';
        }
        if (length.isEmpty()) {
            throw new Refused(411, "it has no length");
        }
        if (bytes > most) {
            throw new Refused(413, "it is too large");
        }
        String type = text("CONTENT_TYPE");
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new Refused(415, "it is not application/json");
        }
        byte[] body = new byte[(int) bytes];
        int done = 0;
        int n = 1;
        while (done < body.length && n > 0) {
            n = sys.readReady(0, body, done, body.length - done);
            done += n;
        }
        if (done < body.length) {
            throw new Refused(400, "it is cut off");
        }
        return body;
    }

    /** Nobody but its owner, who is us or root, may read it. */
    private byte[] secret(Settings settings) {
        String path = settings.secretFile();
        if (path == null) {
            throw new Failure("the setting deploy.secretFile names no file");
        }
        int fd = Sys.check(kernel.open(Bytes.path(path), Linux.O_RDONLY | Linux.O_CLOEXEC, 0), "open " + path);
        long[] status = new long[FileStatus.SIZE];
        kernel.fstat(fd, status);
        byte[] bytes = new byte[MOST_SECRET];
        int length = sys.read(fd, bytes, 0, bytes.length);
        kernel.close(fd);
        boolean safe = (status[FileStatus.MODE] & FileStatus.TYPE_MASK) == FileStatus.TYPE_REGULAR
                && (status[FileStatus.MODE] & OTHERS) == 0
                && (status[FileStatus.UID] == kernel.geteuid() || status[FileStatus.UID] == 0);
        if (!safe) {
            throw new Failure(path + " can be read by others, or is somebody else's");
        }
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        if (length < LEAST_SECRET) {
            throw new Failure(path + " has fewer than " + LEAST_SECRET + " bytes");
        }
        return Arrays.copyOf(bytes, length);
    }

    private void prove(Forge forge, byte[] secret, byte[] body) {
        String proof = forge.proof(sys);
        if (proof.isEmpty()) {
            boolean old = !text("HTTP_X_HUB_SIGNATURE").isEmpty();
            throw new Refused(401, old ? "a signature by SHA-1 proves nothing" : "it is not signed");
        }
        byte[] key = new byte[Sha256.SIZE];
        kernel.getrandom(key, key.length);
        if (!Hmac.same(key, Bytes.latin1(proof), Bytes.latin1(forge.wanted(secret, body)))) {
            throw new Refused(403, "its signature is wrong");
        }
    }

    private static Object json(byte[] body) {
        try {
            return Json.parse(body);
        } catch (Json.Malformed e) {
            throw new Refused(400, "it is no JSON: " + e.getMessage());
        }
    }

    /** Notes the wish and that it was heard, one process at a time. */
    private void note(Runner runner, Forge forge, Place place, byte[] body, String who) {
        String delivery = forge.delivery(sys);
        if (delivery.isEmpty() || delivery.length() > MOST_DELIVERY) {
            throw new Refused(400, "its delivery has no name");
        }
        int lock = Mutex.take(runner, place.state() + LOCK, LOCK_SECONDS);
        Deliveries deliveries = new Deliveries(store, place);
        // the name of a delivery is not signed, the body is: it does not count again under another name
        String name = forge.label() + " " + delivery;
        String content =
                forge.signs() ? "body " + Hmac.hex(new Sha256().update(body).digest()) : name;
        boolean heard = deliveries.has(name) || deliveries.has(content);
        if (!heard) {
            Wanted.note(store, place, who);
            deliveries.add(name, content);
        }
        kernel.close(lock);
        if (heard) {
            throw new Refused(409, "it was delivered before");
        }
    }

    /**
     * Starts what deploys, in a session of its own and with nothing of the request: the adapter leaves alone what a
     * program that has ended by itself left running. If it is killed all the same, the wish is still there.
     */
    private void start(Runner runner, Place place) {
        int nothing = Sys.check(kernel.open(Bytes.path("/dev/null"), Linux.O_RDONLY | Linux.O_CLOEXEC, 0), "open");
        int flags = Linux.O_WRONLY | Linux.O_CREAT | Linux.O_APPEND | Linux.O_CLOEXEC;
        int output = Sys.check(kernel.open(Bytes.path(place.state() + "/output"), flags, 0644), "open output");
        List<String> words = List.of("deploy", "pull", "--wanted", place.directory());
        Spawn spawn = runner.companion(words, new Surroundings(kernel).git());
        spawn.stdin = nothing;
        spawn.stdout = output;
        spawn.stderr = output;
        spawn.flags = Spawn.OWN_SESSION;
        spawn.directory = Bytes.path("/");
        int pid = kernel.spawn(spawn);
        kernel.close(output);
        kernel.close(nothing);
        Sys.check(pid, "run deploy pull");
    }
}
