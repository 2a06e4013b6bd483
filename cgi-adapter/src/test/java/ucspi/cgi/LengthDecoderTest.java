package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A body without a coding. */
class LengthDecoderTest {
    @Test
    void itTakesSoManyBytesAndNoMore() {
        LengthDecoder decoder = new LengthDecoder(5);
        byte[] bytes = new byte[8];
        assertEquals(3, decoder.decode(bytes, 2, 5));
        assertEquals(3, decoder.produced());
        assertFalse(decoder.isAtEnd());
        assertEquals(2, decoder.decode(bytes, 0, 8));
        assertEquals(2, decoder.produced());
        assertTrue(decoder.isAtEnd());
        assertEquals(0, decoder.decode(bytes, 0, 8));
    }
}
