package ucspi.nativebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedCTest {
    private static final String CLONE = """
            void* meth_jl_Object_clone(void* x) {
                return meth_jl_Object_cloneLowLevel(x);
            }
            void* meth_jl_Object_cloneLowLevel(void* teavm_local_1) {
                n = (!meth_otr_RuntimeClass_isPrimitive(teavm_local_2)) ? sizeof(void*) : 1;
            }
            int other() { return meth_otr_RuntimeClass_isPrimitive(teavm_local_2); }
            """;

    private static final String STRINGS = """
            void teavm_initStringPool() {
                        s = teavm_registerString(s);
                        teavm_stringPool[i] = s;
            """;

    private static final String CONSTANTS = """
            #define TEAVM_STRING(length, hash, s) &(TeaVM_String) { \\
                    .hdr = { .size = length }, \\
                .hashCode = INT32_C(hash) \\
            }
            """;

    private static final String CLASSES = """
            void teavm_initClasses() {
                teavm_beforeClasses = (char*) teavm_classReferences[0];
                teavm_beforeClasses -= 4096;
                for (int i = 0; i < teavm_classReferencesCount; ++i) {
                    TeaVM_Class* cls = teavm_classReferences[i];
                    cls->next = teavm_firstClass;
                    teavm_firstClass = cls;
                }
            }
            """;

    @Test
    void theCloneAsksTheClassOfTheElements() {
        String corrected = GeneratedC.correctClone(CLONE);
        assertTrue(corrected.contains("(!meth_otr_RuntimeClass_isPrimitive(TEAVM_FIELD(teavm_local_2, TeaVM_Class,"));
        assertTrue(
                corrected.contains("return meth_otr_RuntimeClass_isPrimitive(teavm_local_2);"),
                "others are left alone");
    }

    @Test
    void aSecondRunChangesNothing(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("classes/java/lang"));
        Files.createDirectories(directory.resolve("classes/org/teavm/runtime"));
        Files.createDirectories(directory.resolve("arrays/primitives"));
        Files.writeString(directory.resolve("string.h"), CONSTANTS);
        Files.writeString(
                directory.resolve("classes/java/lang/String.c"), "alignas(8) jl_String_VT jl_String_Cls = {\n");
        Files.writeString(directory.resolve("arrays/primitives/char.c"), "alignas(8) jl_Object_VT Arr_C_Cls = {\n");
        Files.writeString(directory.resolve("classes/java/lang/Object.c"), CLONE);
        Files.writeString(directory.resolve("fiber.c"), "void teavm_initFiber() {\n}\n");
        Files.writeString(directory.resolve("main.c"), "start(teavm_parseArguments(argc, argv));\n");
        Files.writeString(directory.resolve("strings.c"), STRINGS);
        Files.writeString(directory.resolve("core.c"), CLASSES);
        Files.writeString(directory.resolve("callsites.c"), "\nTeaVM_CallSite teavm_callSites[1] = {\n");
        Files.writeString(directory.resolve("classes/org/teavm/runtime/GC.c"), "first = teavm_firstClass;\n");
        String[] arguments = {directory.toString()};
        GeneratedC.main(arguments);
        String once = Files.readString(directory.resolve("core.c"));
        assertTrue(once.contains("teavm_linkedClasses"), once);
        GeneratedC.main(arguments);
        assertEquals(once, Files.readString(directory.resolve("core.c")));
    }

    @Test
    void stringConstantsHaveTheirClassesFromTheCompiler() {
        String corrected = GeneratedC.withStringHeaders(CONSTANTS);
        assertTrue(corrected.contains(".hdr = { .parent = { .header = TEAVM_CHARS_HEADER }, .size = length }, \\\n"));
        assertTrue(corrected.contains(".parent = { .header = TEAVM_STRING_HEADER }, \\\n"), corrected);
        assertTrue(GeneratedC.withoutStringTable(STRINGS).contains("== TEAVM_CHARS_HEADER) return;"));
    }

    @Test
    void outputWithoutTheFaultFailsTheBuild() {
        String other = CLONE.replace("isPrimitive(teavm_local_2)", "isPrimitive(teavm_local_9)");
        assertThrows(IllegalStateException.class, () -> GeneratedC.correctClone(other));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutTimer("void teavm_initFibre() {"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutDecodedArguments("int main() {}"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutStringTable("int main() {}"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withClassesLinkedLate("int main() {}"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withStringHeaders("#define TEAVM_STRING() x\n"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.atFixedAddress("int x;", "jl_String_VT x", ".s"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withClassesCountedFromZero("int main() {}"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.linkingClasses("int main() {}"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withCallSitesApart("int main() {}"));
    }

    @Test
    void aFaultThatStandsTwiceFailsTheBuild() {
        String twice = "void teavm_initFiber() {\n}\nvoid teavm_initFiber() {\n}\n";
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutTimer(twice));
    }
}
