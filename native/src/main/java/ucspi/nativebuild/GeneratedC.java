package ucspi.nativebuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Corrects faults of the C that TeaVM 0.15.0 generates, before it is compiled. Each correction must find exactly the
 * text that it is for: a newer TeaVM that no longer has the fault, or has it elsewhere, fails the build.
 */
public final class GeneratedC {
    private GeneratedC() {}

    /** Corrects the sources in the directory that {@code args[0]} names. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        correctFile(directory.resolve("classes/java/lang/Object.c"), GeneratedC::correctClone);
        correctFile(directory.resolve("fiber.c"), GeneratedC::withoutTimer);
        correctFile(directory.resolve("main.c"), GeneratedC::withoutDecodedArguments);
    }

    /** One correction: text in, text out. */
    private interface Correction {
        String apply(String text);
    }

    private static void correctFile(Path file, Correction correction) throws IOException {
        Files.writeString(file, correction.apply(Files.readString(file)));
    }

    /**
     * The clone of a primitive array copies eight bytes for each element, whatever their size, and overruns the heap:
     * cloneLowLevel asks whether the array's class is primitive, where it must ask the class of its elements. A program
     * in which nothing is cloned does not have it; the stress test does, so it fails when this finds nothing.
     */
    static String correctClone(String text) {
        String asksArray = "meth_otr_RuntimeClass_isPrimitive(teavm_local_2)";
        String asksElements = "meth_otr_RuntimeClass_isPrimitive(TEAVM_FIELD(teavm_local_2, TeaVM_Class, itemType))";
        int start = text.indexOf("* meth_jl_Object_cloneLowLevel(");
        if (start < 0) {
            return text;
        }
        int body = text.indexOf('{', start);
        int end = text.indexOf("\n}", body);
        return text.substring(0, body)
                + replaceOnce(text.substring(body, end), asksArray, asksElements)
                + text.substring(end);
    }

    /** Start-up creates a timer, blocks its signal and reads the locale: for threads, which there are none of. */
    static String withoutTimer(String text) {
        return replaceOnce(text, "void teavm_initFiber() {", "void teavm_initFiber() { return;");
    }

    /** The arguments are read as bytes from the stack; decoding them by the locale would be for nothing. */
    static String withoutDecodedArguments(String text) {
        return replaceOnce(text, "teavm_parseArguments(argc, argv)", "teavm_parseArguments(1, argv)");
    }

    /** Once is enough: TeaVM leaves a file alone that it would write again, with its correction in it. */
    private static String replaceOnce(String text, String from, String to) {
        if (text.contains(to)) {
            return text;
        }
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException("TeaVM's output has changed: expected exactly once: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }
}
