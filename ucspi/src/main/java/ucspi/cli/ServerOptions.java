package ucspi.cli;

import picocli.CommandLine.Option;
import ucspi.kernel.Bytes;
import ucspi.server.ServerSettings;

/** The options that the servers share and that the classic tools do not have; a picocli mixin. */
public final class ServerOptions {
    private static final long LONGEST_SECONDS = 1_000_000_000;

    /** What a fresh socket takes at once under any sensible setting of the kernel. */
    private static final int LONGEST_BANNER = 4096;

    private boolean drain;
    private long drainSeconds;

    @Option(
            names = "--drain",
            arity = "0..1",
            paramLabel = "seconds",
            description = "When told to end, take no more connections, but wait for the programs that run, with this"
                    + " deadline if there is one.")
    public void drain(String seconds) {
        drain = true;
        drainSeconds = seconds.isEmpty() ? 0 : Numbers.decimal("--drain", seconds, 1, LONGEST_SECONDS);
    }

    /**
     * These options as a server takes them.
     *
     * @param limit the value of -c
     * @param banner the value of -B, a Latin-1 string
     * @throws UsageError if the banner is too long
     */
    public ServerSettings settings(int limit, String banner) {
        if (banner.length() > LONGEST_BANNER) {
            throw new UsageError("option -B takes at most " + LONGEST_BANNER + " bytes");
        }
        ServerSettings settings = new ServerSettings();
        settings.limit = limit;
        settings.banner = Bytes.latin1(banner);
        settings.drain = drain;
        settings.drainSeconds = drainSeconds;
        return settings;
    }
}
