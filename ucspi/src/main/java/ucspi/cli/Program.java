package ucspi.cli;

import java.util.ArrayList;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;
import ucspi.kernel.SysException;
import ucspi.server.EventLine;
import ucspi.server.LogFormat;

/** The skeleton of every main: reads the command line, runs the command, turns failures into exit codes. */
public final class Program {
    /** The exit code for a command line, or an input, that makes no sense. */
    public static final int USAGE = 100;

    /** The exit code for a fault of ours. */
    public static final int BUG = 101;

    /** The exit code for something that the system refuses. */
    public static final int SYSTEM = 111;

    /** The most stack frames in the report of a bug. */
    private static final int MOST_FRAMES = 50;

    private Program() {}

    /** Runs a command with the arguments of this process, then exits: the only place that does. Never returns. */
    public static <O> void main(Command<O> command, OptionParser<O> parser, Kernel kernel) {
        byte[][] words = kernel.arguments();
        List<String> arguments = new ArrayList<>(words.length);
        for (int i = 1; i < words.length; i++) {
            arguments.add(Bytes.string(words[i]));
        }
        kernel.exit(run(command, parser, kernel, arguments));
    }

    /**
     * Runs a command.
     *
     * @param arguments Latin-1 strings, without the program's name
     * @return the exit code
     */
    public static <O> int run(Command<O> command, OptionParser<O> parser, Kernel kernel, List<String> arguments) {
        O options = command.options();
        try {
            return switch (parser.parse(options, command.begin(options, arguments))) {
                case HELP -> print(kernel, parser.help());
                case VERSION -> print(kernel, Version.line(command.name()));
                case RUN -> command.run(options, new Sys(kernel));
            };
        } catch (UsageError e) {
            usage(command, parser, kernel, e.getMessage(), command.quiet(options));
            return USAGE;
        } catch (BadInput e) {
            fatal(command, options, kernel, e);
            return USAGE;
        } catch (SysException e) {
            fatal(command, options, kernel, e);
            return SYSTEM;
        } catch (RuntimeException e) {
            bug(command.name(), kernel, e);
            return BUG;
        }
    }

    private static int print(Kernel kernel, String text) {
        byte[] bytes = Bytes.latin1(text);
        new Sys(kernel).writeFully(1, bytes, 0, bytes.length);
        return 0;
    }

    private static <O> void fatal(Command<O> command, O options, Kernel kernel, RuntimeException e) {
        LogFormat format = command.logFormat(options);
        if (command.quiet(options)) {
            return;
        }
        if (format == LogFormat.CLASSIC) {
            Message.write(kernel, command.name(), "fatal: " + e.getMessage());
        } else {
            new EventLine(format)
                    .begin(kernel.realtimeMillis(), EventLine.ERROR, command.name(), "fatal")
                    .text("error", Bytes.latin1(e.getMessage()))
                    .write(kernel);
        }
    }

    /**
     * Complains about the command line. Silence goes as far as with djb's tools: a complaint about an option is seen
     * all the same, the mere usage line is not.
     */
    private static <O> void usage(
            Command<O> command, OptionParser<O> parser, Kernel kernel, String complaint, boolean quiet) {
        if (!complaint.isEmpty()) {
            Message.write(kernel, command.name(), complaint);
        } else if (quiet) {
            return;
        }
        Message.write(kernel, command.name(), "usage: " + parser.usage());
    }

    private static void bug(String program, Kernel kernel, RuntimeException bug) {
        Message.write(kernel, program, "bug: " + bug);
        StackTraceElement[] frames = bug.getStackTrace();
        for (int i = 0; i < frames.length && i < MOST_FRAMES; i++) {
            Message.write(kernel, program, "bug: at " + frames[i]);
        }
    }
}
