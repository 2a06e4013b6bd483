package ucspi.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EnvironmentBlockTest {
    private static String text(EnvironmentBlock block) {
        return Bytes.string(block.block(), 0, block.length()).replace('\0', '|');
    }

    @Test
    void whatIsAddedIsDroppedByAResetAndTheFixedPartStays() {
        EnvironmentBlock block = new EnvironmentBlock();
        block.setFixed(new byte[][] {Bytes.ascii("A=1"), Bytes.ascii("B=")});
        block.add(Bytes.ascii("C"), Bytes.ascii("3"));
        block.begin(Bytes.ascii("D"));
        block.addDecimal(0);
        block.addByte('-');
        block.addDecimal(Long.MAX_VALUE);
        block.end();
        assertEquals("A=1|B=|C=3|D=0-9223372036854775807|", text(block));
        assertEquals(4, block.count());
        block.reset();
        assertEquals("A=1|B=|", text(block));
        assertEquals(2, block.count());
    }

    @Test
    void whatIsSetTakesThePlaceOfEveryEntryOfItsNameUntilAReset() {
        EnvironmentBlock block = new EnvironmentBlock();
        block.setFixed(new byte[][] {
            Bytes.ascii("A=1"), Bytes.ascii("AB=2"), Bytes.ascii("noequals"), Bytes.ascii("C="), Bytes.ascii("A=twice")
        });
        for (int round = 0; round < 3; round++) {
            block.add(Bytes.ascii("D"), Bytes.ascii("4"));
            block.set(Bytes.ascii("xxA=changedyy"), 2, 1, 9);
            assertEquals("AB=2|noequals|C=|D=4|A=changed|", text(block));
            block.set(Bytes.ascii("D="), 0, 1, 2);
            block.set(Bytes.ascii("A=again"), 0, 1, 7);
            block.set(Bytes.ascii("=nameless"), 0, 0, 9);
            assertEquals("AB=2|noequals|C=|D=|A=again|=nameless|", text(block));
            assertEquals(6, block.count());
            block.reset();
            assertEquals("A=1|AB=2|noequals|C=|A=twice|", text(block));
            assertEquals(5, block.count());
        }
    }

    @Test
    void itGrowsAndKeepsEveryByte() {
        EnvironmentBlock block = new EnvironmentBlock();
        byte[] value = new byte[1000];
        java.util.Arrays.fill(value, (byte) 0xfe);
        for (int i = 0; i < 100; i++) {
            block.add(Bytes.ascii("V"), value);
        }
        assertEquals(100, block.count());
        assertEquals(100 * 1003, block.length());
        assertEquals((byte) 0xfe, block.block()[99 * 1003 + 2]);
    }
}
