package ucspi.nativebuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Corrects faults of the C that TeaVM 0.15.0 generates, before it is compiled. Each correction must find exactly the
 * text that it is for: a newer TeaVM that no longer has the fault, or has it elsewhere, fails the build.
 */
public final class GeneratedC {
    private static final String CORRECTED = "/* corrected by ucspi.nativebuild.GeneratedC */\n";

    private static final String CLASS_LINKED = "        teavm_firstClass = cls;\n    }\n";

    private GeneratedC() {}

    /** Corrects the sources in the directory that {@code args[0]} names. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        correctFile(directory.resolve("classes/java/lang/Object.c"), GeneratedC::correctClone);
        correctFile(directory.resolve("fiber.c"), GeneratedC::withoutTimer);
        correctFile(directory.resolve("main.c"), GeneratedC::withoutDecodedArguments);
        correctFile(directory.resolve("strings.c"), GeneratedC::withoutStringTable);
        correctFile(directory.resolve("string.h"), GeneratedC::withStringHeaders);
        correctFile(
                directory.resolve("classes/java/lang/String.c"),
                text -> atFixedAddress(text, "jl_String_VT jl_String_Cls", ".string_class"));
        correctFile(
                directory.resolve("arrays/primitives/char.c"),
                text -> atFixedAddress(text, "jl_Object_VT Arr_C_Cls", ".chars_class"));
        correctFile(directory.resolve("callsites.c"), GeneratedC::withCallSitesApart);
        correctFile(directory.resolve("core.c"), GeneratedC::withClassesAtAddresses);
        correctFile(directory.resolve("classes/org/teavm/runtime/GC.c"), GeneratedC::linkingClasses);
    }

    /** One correction: text in, text out. */
    private interface Correction {
        String apply(String text);
    }

    /** TeaVM leaves a file alone that it would write again, and then there are corrections in it already. */
    private static void correctFile(Path file, Correction correction) throws IOException {
        String text = Files.readString(file);
        if (!text.startsWith(CORRECTED)) {
            Files.writeString(file, CORRECTED + correction.apply(text));
        }
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

    /** Start-up enters every string constant in a table for String.intern, and so touches twice the memory. */
    static String withoutStringTable(String text) {
        String lean = replaceOnce(
                text,
                "s = teavm_registerString(s);",
                "s->characters->parent.header = "
                        + "TEAVM_PACK_CLASS(teavm_charArrayClass) | (int32_t) INT32_C(0x80000000);");
        String leaner = replaceOnce(lean, "            teavm_stringPool[i] = s;\n", "");
        return replaceOnce(leaner, "void teavm_initStringPool() {\n", """
                void teavm_initStringPool() {
                    if (TEAVM_HEADER_OF(&jl_String_Cls) == TEAVM_STRING_HEADER
                            && TEAVM_HEADER_OF(teavm_charArrayClass) == TEAVM_CHARS_HEADER) return;
                """);
    }

    /**
     * Start-up writes its class into every string constant, and so has a copy of the pages of all of them. Where the
     * two classes lie at the addresses that native/compile asks the linker for, the compiler can write that.
     */
    static String withStringHeaders(String text) {
        String chars = ".hdr = { .size = length }, \\";
        String string = ".hashCode = INT32_C(hash) \\";
        String headers = """
                #ifdef UCSPI_STRING_CLASS
                #define TEAVM_STRING_HEADER ((int32_t) (UCSPI_STRING_CLASS >> 3 | 0x80000000))
                #define TEAVM_CHARS_HEADER ((int32_t) (UCSPI_CHARS_CLASS >> 3 | 0x80000000))
                #else
                #define TEAVM_STRING_HEADER 0
                #define TEAVM_CHARS_HEADER 0
                #endif
                #define TEAVM_HEADER_OF(cls) (TEAVM_PACK_CLASS(cls) | (int32_t) INT32_C(0x80000000))
                """;
        if (!text.contains(chars) || !text.contains(string)) {
            throw new IllegalStateException("TeaVM's output has changed: expected string constants");
        }
        return text.replace(chars, ".hdr = { .parent = { .header = TEAVM_CHARS_HEADER }, .size = length }, \\")
                .replace(string, ".parent = { .header = TEAVM_STRING_HEADER }, \\\n    " + string)
                .replace("#define TEAVM_STRING(", headers + "#define TEAVM_STRING(");
    }

    /** Puts a class into a section of its own, for which native/compile names an address. */
    static String atFixedAddress(String text, String declaration, String section) {
        return replaceOnce(
                text,
                "alignas(8) " + declaration,
                "alignas(8) __attribute__((section(\"" + section + "\"))) " + declaration);
    }

    /** Classes are named by their addresses, which are low in an executable that is not moved. */
    static String withClassesCountedFromZero(String text) {
        int from = text.indexOf("    teavm_beforeClasses = (char*) teavm_classReferences[0];");
        String last = "    teavm_beforeClasses -= 4096;\n";
        int to = text.indexOf(last, from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException("TeaVM's output has changed: expected the lowest class's address");
        }
        return text.substring(0, from) + "    teavm_beforeClasses = 0;\n" + text.substring(to + last.length());
    }

    static String withClassesAtAddresses(String text) {
        return withClassesCountedFromZero(withClassesLinkedLate(text));
    }

    /** Start-up links all classes in a list, and so touches each of them; only the collector needs that list. */
    static String withClassesLinkedLate(String text) {
        String link = """
                    for (int i = 0; i < teavm_classReferencesCount; ++i) {
                        TeaVM_Class* cls = teavm_classReferences[i];
                """;
        return replaceOnce(text, link, """
                }
                TeaVM_Class* teavm_linkedClasses() {
                    static int linked = 0;
                    if (linked) return teavm_firstClass;
                    linked = 1;
                """ + link)
                .replace(CLASS_LINKED, CLASS_LINKED + "    return teavm_firstClass;\n");
    }

    /** Only exceptions and the collector look call sites up: they go behind all other data, not between it. */
    static String withCallSitesApart(String text) {
        String table = "TeaVM_CallSite teavm_callSites[";
        return replaceOnce(text, "\n" + table, "\n__attribute__((section(\".data_cold\"))) " + table);
    }

    /** The collector asks for the list that {@link #withClassesLinkedLate} makes. */
    static String linkingClasses(String text) {
        String asks = " = teavm_firstClass;";
        if (!text.contains(asks)) {
            throw new IllegalStateException("TeaVM's output has changed: expected at least once: " + asks);
        }
        return "struct TeaVM_Class;\nextern struct TeaVM_Class* teavm_linkedClasses();\n"
                + text.replace(asks, " = (void*) teavm_linkedClasses();");
    }

    private static String replaceOnce(String text, String from, String to) {
        int at = text.indexOf(from);
        if (at < 0 || text.indexOf(from, at + 1) >= 0) {
            throw new IllegalStateException("TeaVM's output has changed: expected exactly once: " + from);
        }
        return text.substring(0, at) + to + text.substring(at + from.length());
    }
}
