package ucspi.it;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to a cgi-adapter that serves one connection. */
class CgiAdapterSignalIT {
    private static final String SILENT = "echo $$ >>pids; sleep 1000 & echo $! >>pids; wait\n";

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void theAdapterEndsItsProgramWhenItIsToldToEnd(String signal) {
        try (CgiSite site = CgiSite.of("", SILENT);
                Client client = site.connect()) {
            client.send(GET);
            List<Integer> pids = site.pids("pids", 2);
            Signals.send(site.adapters().get(0), signal);
            CgiSite.awaitGone(pids);
            site.awaitIdle();
        }
    }
}
