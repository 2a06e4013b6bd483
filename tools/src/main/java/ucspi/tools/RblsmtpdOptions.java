package ucspi.tools;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ucspi.cli.Numbers;

/** The command line of rblsmtpd: the options of ucspi-tcp 0.88, whose order matters, and its synopsis. */
@Command(
        name = "rblsmtpd",
        description = "Refuses mail from clients that are on a list in the DNS, and runs a program for all others.",
        customSynopsis = {"rblsmtpd [ -b ] [ -R ] [ -t timeout ] [ -r base ] [ -a base ]", "         smtpd [ arg ... ]"
        })
public final class RblsmtpdOptions {
    /**
     * A list to ask.
     *
     * @param base the name that the lists's names end in
     * @param accepts whether who is on it is welcome whatever other lists say
     * @param forGood whether who is on it is refused for good, with code 553
     * @param failsClosed whether nobody is let in as long as the list cannot be asked
     */
    record Source(String base, boolean accepts, boolean forGood, boolean failsClosed) {}

    /** The lists in the order in which to ask them. */
    final List<Source> sources = new ArrayList<>();

    /** Seconds that a client that is refused is talked to; 0 to tell it at once and hang up. */
    public int seconds = 60;

    /** What to run for a client that is not refused. */
    public List<String> program = List.of();

    private boolean forGood;
    private boolean failsClosed;

    @Option(names = "-b", description = "Refuse for good, with code 553, who is on a list of a later -r.")
    void forGood(boolean given) {
        forGood |= given;
    }

    @Option(names = "-B", description = "Refuse for now, with code 451 (the default).")
    void forNow(boolean given) {
        forGood &= !given;
    }

    @Option(names = "-c", description = "Refuse for now everybody as long as a list cannot be asked.")
    void failClosed(boolean given) {
        failsClosed |= given;
    }

    @Option(names = "-C", description = "Take a list that cannot be asked for an empty one (the default).")
    void failOpen(boolean given) {
        failsClosed &= !given;
    }

    @Option(
            names = "-t",
            paramLabel = "timeout",
            description = "Seconds to talk to a client that is refused; 0 to tell it and hang up. Default: 60.")
    void timeout(String text) {
        seconds = (int) Numbers.decimal("-t", text, 0, 1_000_000);
    }

    @Option(names = "-r", paramLabel = "base", description = "Refuse who is on this list: has a TXT record there.")
    void refuse(String base) {
        sources.add(new Source(base, false, forGood, failsClosed));
    }

    @Option(names = "-a", paramLabel = "base", description = "Accept who is on this list: has an A record there.")
    void accept(String base) {
        sources.add(new Source(base, true, forGood, failsClosed));
    }

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "smtpd", description = "The program and its arguments.")
    void program(List<String> words) {
        program = words;
    }

    /**
     * The list of ucspi-tcp 0.88 is asked last when no -r says otherwise. It is long dead; what other programs do is
     * known to work with it.
     */
    List<Source> sources() {
        boolean named = false;
        for (Source source : sources) {
            named |= !source.accepts();
        }
        List<Source> all = new ArrayList<>(sources);
        if (!named) {
            all.add(new Source("rbl.maps.vix.com", false, forGood, failsClosed));
        }
        return all;
    }
}
