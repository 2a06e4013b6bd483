package ucspi.deploy;

import java.util.List;
import ucspi.cli.Command;
import ucspi.cli.Message;
import ucspi.cli.UsageError;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;

/** deploy: puts revisions in place, by subcommands. */
public final class Deploy implements Command<DeployOptions> {
    /** The exit code when a deploy does not take place, for a reason that was told. */
    private static final int FAILED = 1;

    private static final int STDOUT = 1;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Deploy(), arguments);
    }

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public DeployOptions options() {
        return new DeployOptions();
    }

    /** The subcommand stands before its options. */
    @Override
    public List<String> begin(DeployOptions options, List<String> arguments) {
        boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
        options.subcommand = named ? arguments.get(0) : "";
        return named ? arguments.subList(1, arguments.size()) : arguments;
    }

    @Override
    public int run(DeployOptions options, Sys sys) {
        try {
            return choose(options, sys);
        } catch (Failure e) {
            Message.write(sys.kernel(), name(), "FAILED: " + e.getMessage());
            return FAILED;
        }
    }

    private int choose(DeployOptions options, Sys sys) {
        sys.kernel().umask(022);
        Store store = new Store(sys);
        return switch (options.subcommand) {
            case "init" -> new Init(sys, store, options).run(only(options));
            case "receive" -> new Receive(sys, store).run(options.operands, options.notes);
            case "pull" -> new Pull(sys, store).run(only(options), options.force, options.wanted);
            case "webhook" -> new Webhook(sys, store).run(only(options));
            case "rollback" -> rollback(options, sys, store);
            case "recover" -> recover(deployment(options, sys, store, 1), options.force);
            case "prune" -> new Prune(deployment(options, sys, store, 1), store, sys).run(options.keep, options.blind);
            case "status" -> print(sys, new Status(deployment(options, sys, store, 1), store, sys).text());
            case "log" -> print(sys, log(deployment(options, sys, store, 1), options.lines));
            case "change" -> change(options, sys, store);
            case "" -> throw new UsageError("");
            default -> throw new UsageError("no such subcommand: " + options.subcommand);
        };
    }

    private static String only(DeployOptions options) {
        return operand(options, 1);
    }

    private static String operand(DeployOptions options, int most) {
        if (options.operands.isEmpty() || options.operands.size() > most) {
            throw new UsageError("");
        }
        return options.operands.get(0);
    }

    private static Deployment deployment(DeployOptions options, Sys sys, Store store, int mostOperands) {
        Place place = Place.at(store, operand(options, mostOperands));
        return Deployment.of(new Runner(sys, true), store, place);
    }

    private static int rollback(DeployOptions options, Sys sys, Store store) {
        Deployment deployment = deployment(options, sys, store, 2);
        String wanted = options.operands.size() < 2 ? null : options.operands.get(1);
        deployment.run(
                new Wish(Ledger.ROLLBACK, Caller.name(sys), options.force, git -> earlier(deployment, git, wanted)));
        return 0;
    }

    private static String earlier(Deployment deployment, Git git, String wanted) {
        String served = deployment.trees().served();
        String revision =
                wanted != null ? git.commit(wanted) : deployment.ledger().before(served);
        if (revision == null) {
            throw new Failure(wanted != null ? "no such revision: " + wanted : "nothing was served before");
        }
        return revision;
    }

    private static int recover(Deployment deployment, boolean again) {
        int mutex = deployment.lock();
        if (again) {
            deployment.trees().restore();
        }
        deployment.unlock(mutex);
        return 0;
    }

    private static String log(Deployment deployment, int most) {
        List<String> lines = deployment.ledger().lines();
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, lines.size() - most); i < lines.size(); i++) {
            text.append(lines.get(i)).append('\n');
        }
        return text.toString();
    }

    /** What a deploy in place runs: nobody else has its lock. */
    private static int change(DeployOptions options, Sys sys, Store store) {
        if (options.operands.size() != 3 || !Git.isName(options.operands.get(2))) {
            throw new UsageError("");
        }
        Runner runner = new Runner(sys, false);
        Place place = Place.at(store, options.operands.get(0));
        Surroundings surroundings = new Surroundings(sys.kernel());
        Settings settings = Settings.of(Git.bare(runner, surroundings, place.repository()));
        InPlaceTrees trees = new InPlaceTrees(runner, surroundings, store, place, settings);
        new Change(runner, store, place, settings, trees).run(options.operands.get(1), options.operands.get(2));
        return 0;
    }

    private static int print(Sys sys, String text) {
        byte[] bytes = Bytes.latin1(text);
        sys.writeFully(STDOUT, bytes, 0, bytes.length);
        return 0;
    }
}
