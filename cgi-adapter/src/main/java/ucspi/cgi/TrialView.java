package ucspi.cgi;

import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Kernel;

/** Shows on standard output, around the answer to the one request of {@code --try}, how it came about. */
final class TrialView implements View {
    private final Kernel kernel;
    private final Wire wire = new Wire(4096);
    private boolean printed;
    private int exit = -1;

    TrialView(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void started(int pid, EnvironmentBlock environment) {
        wire.clear();
        wire.add("# environment\n");
        int start = wire.length();
        wire.add(environment.block(), 0, environment.length());
        for (int i = start; i < wire.length(); i++) {
            wire.bytes()[i] = wire.bytes()[i] == 0 ? (byte) '\n' : wire.bytes()[i];
        }
        show();
    }

    @Override
    public void printed(CgiResponse response) {
        wire.clear();
        wire.add("\n# output up to the body\n")
                .add(response.head().bytes(), 0, response.head().length());
        printed = true;
        show();
    }

    @Override
    public void answered(int answerStatus) {
        wire.clear();
        wire.add("\n# answer\n");
        show();
    }

    @Override
    public void ended(AccessEntry entry) {
        exit = entry.exit();
        wire.clear();
        wire.add("\n# ");
        if (entry.exit() >= 0) {
            wire.add("exit ").addDecimal(entry.exit()).add(", ");
        }
        wire.add("status ")
                .addDecimal(entry.status())
                .add(", ")
                .addDecimal(entry.bytes())
                .add(" bytes, ");
        AccessFormat.addSeconds(wire, entry.micros());
        wire.add(" seconds\n");
        show();
    }

    /** Whether the program answered and ended as it should. */
    boolean isGood() {
        return printed && exit == 0;
    }

    private void show() {
        int done = 0;
        while (done < wire.length()) {
            int n = kernel.write(1, wire.bytes(), done, wire.length() - done);
            // a reader that is gone needs no view
            done = n < 0 && n != -ucspi.kernel.Errno.EINTR ? wire.length() : done + Math.max(n, 0);
        }
    }
}
