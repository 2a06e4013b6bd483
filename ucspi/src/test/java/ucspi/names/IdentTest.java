package ucspi.names;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class IdentTest {
    private static String info(String answer) {
        byte[] bytes = Bytes.latin1(answer);
        byte[] info = Ident.info(bytes, bytes.length);
        return info == null ? null : Bytes.string(info);
    }

    @Test
    void theUserStandsBehindTheThirdColon() {
        String answer = "6193, 23 : USERID : UNIX , X : stj ohns\tx:y\r\n";
        assertEquals("stjohnsx:y", info(answer));
        for (int length = 0; length < answer.length(); length++) {
            assertNull(info(answer.substring(0, length)), "length " + length);
        }
    }

    @Test
    void anErrorIsAnEmptyText() {
        assertEquals("", info("6195, 23 : ERROR : NO-USER\r\n"));
        assertEquals("", info("\n"));
    }

    @Test
    void moreThan256BytesAreCut() {
        assertEquals("x".repeat(256), info("1,2:USERID:UNIX:" + "x".repeat(300)));
        assertEquals("x".repeat(256), info("1,2:USERID:UNIX:" + "x".repeat(256) + "\n"));
        assertNull(info("1,2:USERID:UNIX:" + "x".repeat(255)));
    }

    @Test
    void aByteThatWouldEndAVariableIsLeftOut() {
        assertArrayEquals(Bytes.latin1("ab\u00ff"), Bytes.latin1(info("1,2:USERID:UNIX:a\0b\u00ff\n")));
    }
}
