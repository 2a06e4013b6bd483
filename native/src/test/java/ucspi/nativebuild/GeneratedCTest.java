package ucspi.nativebuild;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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

    @Test
    void theCloneAsksTheClassOfTheElements() {
        String corrected = GeneratedC.correctClone(CLONE);
        assertTrue(corrected.contains("(!meth_otr_RuntimeClass_isPrimitive(TEAVM_FIELD(teavm_local_2, TeaVM_Class,"));
        assertTrue(
                corrected.contains("return meth_otr_RuntimeClass_isPrimitive(teavm_local_2);"),
                "others are left alone");
    }

    @Test
    void aSecondCorrectionChangesNothing() {
        String once = GeneratedC.correctClone(CLONE);
        assertEquals(once, GeneratedC.correctClone(once));
    }

    @Test
    void outputWithoutTheFaultFailsTheBuild() {
        String other = CLONE.replace("isPrimitive(teavm_local_2)", "isPrimitive(teavm_local_9)");
        assertThrows(IllegalStateException.class, () -> GeneratedC.correctClone(other));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutTimer("void teavm_initFibre() {"));
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutDecodedArguments("int main() {}"));
    }

    @Test
    void aFaultThatStandsTwiceFailsTheBuild() {
        String twice = "void teavm_initFiber() {\n}\nvoid teavm_initFiber() {\n}\n";
        assertThrows(IllegalStateException.class, () -> GeneratedC.withoutTimer(twice));
    }
}
