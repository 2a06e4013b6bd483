package ucspi.tools;

import java.util.List;
import ucspi.cli.Command;
import ucspi.cli.InPlace;
import ucspi.cli.Message;
import ucspi.cli.jvm.JvmMain;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;
import ucspi.names.DomainName;
import ucspi.names.Resolver;

/** rblsmtpd: refuses mail from clients that are on a list in the DNS, and runs a program for all others. */
public final class Rblsmtpd implements Command<RblsmtpdOptions> {
    private static final int MOST_TEXT = 200;

    /** Starts it on a JVM. */
    public static void main(String[] arguments) {
        JvmMain.run(new Rblsmtpd(), arguments);
    }

    @Override
    public String name() {
        return "rblsmtpd";
    }

    @Override
    public RblsmtpdOptions options() {
        return new RblsmtpdOptions();
    }

    @Override
    public int run(RblsmtpdOptions options, Sys sys) {
        byte[] address = sys.environment("TCPREMOTEIP");
        String client = address == null ? "" : Bytes.string(address);
        Verdict verdict = new Verdict();
        byte[] told = sys.environment("RBLSMTPD");
        if (told != null) {
            verdict.told(Bytes.string(told));
        }
        if (verdict.isOpen()) {
            ask(new Resolver(sys), DomainName.reversedParts(client), options, verdict);
        }
        if (!verdict.refuses()) {
            Spawn program = InPlace.command(sys, options.program, new Environment(sys.kernel()));
            return InPlace.run(sys, program, options.program.get(0));
        }
        String message = message(verdict);
        Message.write(sys.kernel(), name(), client + " pid " + sys.kernel().getpid() + ": " + message);
        new RefusedMail(sys.kernel(), message).serve(options.seconds);
        return 0;
    }

    private static void ask(Resolver resolver, String name, RblsmtpdOptions options, Verdict verdict) {
        for (RblsmtpdOptions.Source source : options.sources()) {
            if (!verdict.isOpen()) {
                return;
            }
            String listed = name + source.base();
            String text = source.accepts() ? listed(resolver, listed) : resolver.text(listed);
            if (text == null) {
                verdict.failed(source);
            } else if (source.accepts()) {
                verdict.accepting(!text.isEmpty());
            } else {
                verdict.refusing(text, source.forGood());
            }
        }
    }

    /** Something if there is an address, nothing if there is none, null if that is not known. */
    private static String listed(Resolver resolver, String name) {
        List<byte[]> addresses = resolver.listed(name);
        return addresses == null ? null : addresses.isEmpty() ? "" : name;
    }

    private static String message(Verdict verdict) {
        String text = verdict.text();
        StringBuilder message = new StringBuilder(verdict.forGood() ? "553 " : "451 ");
        for (int i = 0; i < text.length() && i < MOST_TEXT; i++) {
            char c = text.charAt(i);
            message.append(c < 32 || c > 126 ? '?' : c);
        }
        return message.toString();
    }
}
