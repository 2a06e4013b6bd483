package ucspi.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import ucspi.listen.ListenAddress;
import ucspi.listen.ListenAddress.Kind;

/** The option that says where to listen, shared by everything that listens; a picocli mixin. */
public final class ListenOptions {
    /** Where to listen, in the order of the command line. */
    public final List<ListenAddress> addresses = new ArrayList<>();

    private final boolean tcp;
    private final boolean unix;

    /**
     * @param tcp whether TCP addresses make sense
     * @param unix whether Unix addresses make sense
     */
    public ListenOptions(boolean tcp, boolean unix) {
        this.tcp = tcp;
        this.unix = unix;
    }

    @Option(
            names = "--listen",
            paramLabel = "address",
            description =
                    "Listen at this address; may be given several times. It is host:port, [v6]:port, *:port, /path,"
                            + " ./path or @abstract, or a socket that listens already: systemd, systemd:NAME, fd:N.")
    public void listen(String text) {
        ListenAddress address = ListenAddress.parse(text);
        if (address == null) {
            throw new UsageError("option --listen takes host:port, [v6]:port, *:port, /path, ./path, @abstract,"
                    + " systemd, systemd:NAME or fd:N, not '" + text + "'");
        }
        if (address.kind() == Kind.TCP && !tcp) {
            throw new UsageError("option --listen takes no TCP address here: '" + text + "'");
        }
        if (address.kind() == Kind.UNIX && !unix) {
            throw new UsageError("option --listen takes no Unix address here: '" + text + "'");
        }
        addresses.add(address);
    }
}
