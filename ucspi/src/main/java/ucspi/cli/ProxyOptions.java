package ucspi.cli;

import picocli.CommandLine.Option;
import ucspi.proxy.TrustedSources;
import ucspi.server.ServerSettings;

/** The options for connections that come through proxies, shared by the servers; a picocli mixin. */
public final class ProxyOptions {
    private static final int MOST_SECONDS = 3600;

    private final boolean unix;
    private TrustedSources trusted;
    private long seconds = 5;

    /**
     * @param unix whether proxies come over Unix sockets, and not over TCP
     */
    public ProxyOptions(boolean unix) {
        this.unix = unix;
    }

    @Option(
            names = "--proxy-from",
            paramLabel = "list",
            description = "Require a PROXY protocol header, version 1 or 2, from these proxies, and take the client's"
                    + " address from it. The list has commas: addresses and networks (10.0.0.0/8,::1) with tcpserver,"
                    + " 'unix' for every proxy or uid:N for those of a user with unixserver.")
    public void proxyFrom(String text) {
        TrustedSources sources = TrustedSources.parse(text);
        if (sources == null || (unix ? sources.hasNetworks() : sources.hasUsers())) {
            String wanted = unix ? "unix or user ids, uid:N," : "addresses and networks";
            throw new UsageError("option --proxy-from takes " + wanted + " with commas, not '" + text + "'");
        }
        trusted = sources;
    }

    @Option(
            names = "--proxy-timeout",
            paramLabel = "seconds",
            description = "How long such a header may take. Default: 5.")
    public void proxyTimeout(String text) {
        seconds = Numbers.decimal("--proxy-timeout", text, 1, MOST_SECONDS);
    }

    /** Sets what they say. */
    public void apply(ServerSettings settings) {
        settings.proxies = trusted;
        settings.proxyMillis = 1000 * seconds;
    }
}
