package ucspi.deploy;

import java.util.List;
import ucspi.cli.UsageError;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Sys;

/**
 * {@code deploy receive}: a hook of a repository that is pushed to (githooks(5)).
 *
 * <p>As {@code update} it has the name of the ref and its old and new value as operands: the new revision is in the
 * repository but not the branch's yet, and what fails to be deployed is refused, which makes {@code git push} fail. As
 * {@code pre-receive} and {@code post-receive} it reads such lines; what the latter says comes too late to refuse
 * anything, but is seen.
 */
final class Receive {
    private static final int MOST_INPUT = 1 << 20;
    private static final String FORCE = "force";

    private final Sys sys;
    private final Store store;

    Receive(Sys sys, Store store) {
        this.sys = sys;
        this.store = store;
    }

    /**
     * Runs the hook.
     *
     * @param notes whether it is only to note the push's options, as {@code pre-receive}: {@code update} gets none
     */
    int run(List<String> operands, boolean notes) {
        if (!operands.isEmpty() && operands.size() != 3) {
            throw new UsageError("");
        }
        Runner runner = new Runner(sys, true);
        String repository = repository();
        Git pushed = Git.bare(runner, new Surroundings(sys.kernel()), repository);
        Settings own = Settings.of(pushed);
        String directory = own.directory() == null ? Store.parent(repository) : own.directory();
        Place place = Place.at(store, directory);
        // both hooks are children of the process that takes the push
        String forced = place.state() + "/force-" + parent();
        if (notes) {
            note(forced);
            return 0;
        }
        Deployment deployment = Deployment.of(runner, store, place);
        String revision = operands.isEmpty()
                ? fromInput(deployment.settings().ref())
                : operands.get(0).equals(deployment.settings().ref()) ? operands.get(2) : null;
        if (revision == null || isZero(revision)) {
            return 0;
        }
        if (!Git.isName(revision)) {
            throw new UsageError("'" + revision + "' is not the name of a commit");
        }
        boolean force = isForced() || (!operands.isEmpty() && store.exists(forced));
        store.remove(forced);
        deployment.run(
                new Wish("push", Caller.name(sys), force, git -> bring(deployment, pushed, repository, revision)));
        Prune.quietly(deployment, store, sys);
        return 0;
    }

    private void note(String forced) {
        if (isForced()) {
            store.replace(forced, "");
        } else {
            store.remove(forced);
        }
    }

    /** The process that started this one: the fourth field of proc_pid_stat(5). */
    private String parent() {
        String stat = store.read("/proc/self/stat");
        int at = stat.lastIndexOf(')') + 4;
        return stat.substring(at, stat.indexOf(' ', at));
    }

    /** Git runs hooks in the repository, and names it. */
    private String repository() {
        byte[] named = sys.environment("GIT_DIR");
        String path = named == null || named.length == 0 ? "." : Bytes.string(named);
        String real = store.real(path);
        if (real == null || !store.isDirectory(real + "/objects")) {
            throw new Failure("not a Git repository: " + path);
        }
        return real;
    }

    /** The new value of the ref; null if none is pushed. */
    private String fromInput(String ref) {
        byte[] input = new byte[MOST_INPUT];
        int length = 0;
        int n = sys.read(0, input, 0, input.length);
        while (n > 0) {
            length += n;
            n = sys.read(0, input, length, input.length - length);
        }
        String text = Bytes.string(input, 0, length);
        String revision = null;
        int at = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
            String line = text.substring(at, end);
            int first = line.indexOf(' ');
            int second = line.indexOf(' ', first + 1);
            if (first > 0 && second > 0 && line.substring(second + 1).equals(ref)) {
                revision = line.substring(first + 1, second);
            }
            at = end + 1;
        }
        return revision;
    }

    private static boolean isZero(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** {@code git push -o force}: an option that the repository must be told to take, receive.advertisePushOptions. */
    private boolean isForced() {
        byte[] count = sys.environment("GIT_PUSH_OPTION_COUNT");
        int options = count == null || count.length != 1 ? 0 : count[0] - '0';
        for (int i = 0; i < options; i++) {
            byte[] option = sys.environment("GIT_PUSH_OPTION_" + i);
            if (option != null && Bytes.string(option).equals(FORCE)) {
                return true;
            }
        }
        return false;
    }

    /** Has the revision in the repository of the deploys, which may be another one than that which is pushed to. */
    private String bring(Deployment deployment, Git pushed, String repository, String revision) {
        Git git = deployment.git();
        boolean isOwn = repository.equals(deployment.place().repository());
        if (!isOwn || sys.environment("GIT_QUARANTINE_PATH") != null) {
            Environment environment = new Surroundings(sys.kernel()).git();
            // as pre-receive, what is pushed is in quarantine: only these variables lead there
            byte[] objects = sys.environment("GIT_OBJECT_DIRECTORY");
            byte[] others = sys.environment("GIT_ALTERNATE_OBJECT_DIRECTORIES");
            environment.set("GIT_OBJECT_DIRECTORY", objects == null ? null : Bytes.string(objects));
            environment.set("GIT_ALTERNATE_OBJECT_DIRECTORIES", others == null ? null : Bytes.string(others));
            Runner.Result result = pushed.runWith(
                    environment,
                    List.of(
                            "push",
                            "--quiet",
                            "--no-verify",
                            "--",
                            deployment.place().repository(),
                            "+" + revision + ":refs/deploy/incoming"));
            if (!result.isGood()) {
                throw new Failure("unable to take over what was pushed: " + Git.lastLine(result.output()));
            }
        }
        String commit = git.commit(revision);
        if (commit == null) {
            throw new Failure("there is no commit " + revision);
        }
        return commit;
    }
}
