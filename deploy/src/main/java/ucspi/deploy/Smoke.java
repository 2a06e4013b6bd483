package ucspi.deploy;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Spawn;

/** Makes one request of a tree that is not served yet, by {@code cgi-adapter --try}, and looks at its status. */
final class Smoke {
    private static final String STATUS = "status ";

    private final Runner runner;
    private final Settings settings;

    Smoke(Runner runner, Settings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    /**
     * Does it, if the settings say so.
     *
     * @throws Failure if the answer is not as it should be
     */
    void run(String tree, Environment environment) {
        if (settings.smoke() == null) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("cgi-adapter", "--pass", "DEPLOY_REVISION"));
        boolean isSite = settings.smokeSite() != null;
        if (isSite == (settings.smokeProgram() != null)) {
            throw new Failure("a request is tried of deploy.smokeProgram or of deploy.smokeSite");
        }
        if (isSite) {
            words.addAll(List.of("--site", tree + "/" + settings.smokeSite()));
        }
        words.addAll(List.of("--try", "GET", "--", settings.smoke()));
        if (!isSite) {
            words.add(tree + "/" + settings.smokeProgram());
        }
        Spawn spawn = runner.companion(words, environment);
        spawn.directory = Bytes.path(tree);
        Runner.Result result = runner.run(spawn, Runner.BOTH_TAKEN, settings.programSeconds(), false);
        int status = status(result.output());
        if (status != settings.smokeStatus()) {
            show(result.output());
            throw new Failure("a request for " + settings.smoke() + " was answered with " + status + ", and not "
                    + settings.smokeStatus());
        }
    }

    /** The adapter's own last line says it; what the program prints comes before. */
    private static int status(String output) {
        int last = output.lastIndexOf("\n# ");
        int at = last < 0 ? -1 : output.indexOf(STATUS, last);
        int status = 0;
        for (int i = at + STATUS.length(); at >= 0 && i < output.length() && isDigit(output.charAt(i)); i++) {
            status = status * 10 + output.charAt(i) - '0';
        }
        return status;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What there was of output and complaints, for whoever has to find the fault. */
    private void show(String output) {
        int at = output.indexOf("\n# output");
        String part = output.substring(Math.max(at, 0));
        int start = 0;
        for (int end = part.indexOf('\n'); end >= 0; end = part.indexOf('\n', start)) {
            if (end > start) {
                runner.say("  " + part.substring(start, Math.min(end, start + 200)));
            }
            start = end + 1;
        }
    }
}
