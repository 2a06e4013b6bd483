package ucspi.deploy;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.Numbers;

/** The command line of deploy. */
@Command(
        name = "deploy",
        description = {
            "Puts revisions of a Git repository in place under a service that goes on serving.",
            "",
            "init directory           prepare a directory, with --releases or --in-place",
            "receive [ref old new]    deploy what is pushed; a hook of the pushed repository: update or post-receive",
            "pull directory           fetch, and deploy what there is",
            "webhook directory        a CGI program: deploy when a Git server tells of a push",
            "rollback directory [revision]   go back, to what was served before or to that revision",
            "recover directory        repair what a killed deploy left behind",
            "prune directory          remove releases that nobody uses",
            "status directory         say what is served",
            "log directory            say what was deployed",
            ""
        },
        customSynopsis = "deploy subcommand [ options ] [ operand ... ]")
public final class DeployOptions {
    /** Whether a revision may be deployed that does not come after the one that is served, or the same again. */
    public boolean force;

    /** Whether a directory gets releases. */
    public boolean releases;

    /** Whether a directory is changed in place. */
    public boolean inPlace;

    /** The branch, or null for the default. */
    public String branch;

    /** The repository to fetch from, or null. */
    public String from;

    /** The repository whose pushes are deployed, or null. */
    public String hook;

    /** How many releases stay, or -1 for what the settings say. */
    public int keep = -1;

    /** Whether processes that nobody may look into count as using nothing. */
    public boolean blind;

    /** Whether only what a webhook left is to be deployed. */
    public boolean wanted;

    /** Whether a hook only notes the options of a push. */
    public boolean notes;

    /** How many lines of the log to show. */
    public int lines = 20;

    /** The subcommand. */
    public String subcommand = "";

    /** Its operands. */
    public List<String> operands = List.of();

    @Option(
            names = "--force",
            description = "pull, rollback: deploy a revision that does not come after the one that is served, or the"
                    + " same again. recover: make the files those of the revision again in any case.")
    void force(boolean given) {
        force |= given;
    }

    @Option(
            names = "--releases",
            description = "init: each revision gets a directory of its own, and a link says which is served.")
    void releases(boolean given) {
        releases |= given;
    }

    @Option(
            names = "--in-place",
            description = "init: the directory is a checkout, whose files are changed while no request starts.")
    void inPlace(boolean given) {
        inPlace |= given;
    }

    @Option(names = "--branch", paramLabel = "name", description = "init: the branch that is deployed. Default: main.")
    void branch(String text) {
        branch = text;
    }

    @Option(
            names = "--from",
            paramLabel = "repository",
            description = "init: where pull fetches from; a URL or a path.")
    void from(String text) {
        from = text;
    }

    @Option(
            names = "--hook",
            paramLabel = "repository",
            description = "init: what is pushed into this bare repository is deployed here. With --releases the"
                    + " directory's own repository.git is one.")
    void hook(String text) {
        hook = text;
    }

    @Option(
            names = "--keep",
            paramLabel = "number",
            description = "prune: how many releases stay, that which is served included. Default: deploy.keep, or 5.")
    void keep(String text) {
        keep = (int) Numbers.decimal("--keep", text, 1, 1_000_000);
    }

    @Option(
            names = "--blind",
            description = "prune: remove releases though there are processes that may not be looked into.")
    void blind(boolean given) {
        blind |= given;
    }

    @Option(names = "--wanted", description = "pull: only if a webhook has asked for it; what a webhook runs itself.")
    void wanted(boolean given) {
        wanted |= given;
    }

    @Option(
            names = "--note-options",
            description = "receive: as the hook pre-receive, deploy nothing, but note for the hook update whether the"
                    + " push has the option force.")
    void notes(boolean given) {
        notes |= given;
    }

    @Option(names = "-n", paramLabel = "lines", description = "log: show so many lines. Default: 20.")
    void lines(String text) {
        lines = (int) Numbers.decimal("-n", text, 1, 1_000_000);
    }

    @Parameters(index = "0..*", arity = "0..*", paramLabel = "operand", description = "As the subcommand takes them.")
    void operands(List<String> words) {
        operands = words;
    }
}
