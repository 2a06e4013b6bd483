package ucspi.names;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsMessageTest {
    private static final int HEADER = 12;
    private static final byte[] LABELS = DomainName.labels("host.example");
    private static final int POINTER_TO_QUESTION = 0xc00c;

    private static byte[] question(int type) {
        return DnsMessage.question(0x1234, LABELS, type);
    }

    /** A response to a question, with records that {@link #record} made. */
    private static byte[] response(int type, byte[]... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] question = question(type);
        question[2] |= (byte) 0x80;
        question[7] = (byte) records.length;
        out.writeBytes(question);
        for (byte[] record : records) {
            out.writeBytes(record);
        }
        return out.toByteArray();
    }

    private static byte[] record(int type, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        short16(out, POINTER_TO_QUESTION);
        short16(out, type);
        short16(out, 1);
        short16(out, 0);
        short16(out, 60);
        short16(out, data.length);
        out.writeBytes(data);
        return out.toByteArray();
    }

    private static void short16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static byte[] text(String... strings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String string : strings) {
            out.write(string.length());
            for (int i = 0; i < string.length(); i++) {
                out.write(string.charAt(i));
            }
        }
        return out.toByteArray();
    }

    /** Reads it in every way; what matters is that each way ends, within the message. */
    private static void readAll(byte[] message) {
        DnsMessage.answers(question(DnsMessage.A), message, message.length);
        DnsMessage.addresses(message, message.length, DnsMessage.A);
        DnsMessage.addresses(message, message.length, DnsMessage.AAAA);
        DnsMessage.pointer(message, message.length);
        DnsMessage.text(message, message.length);
    }

    @Test
    void aQuestionIsAsRfc1035HasIt() {
        byte[] expected = {
            0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 'h', 'o', 's', 't', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0,
            16, 0, 1
        };
        assertArrayEquals(expected, question(DnsMessage.TXT));
    }

    @Test
    void addressesOfBothKindsAreRead() {
        byte[] four = {1, 2, 3, 4};
        byte[] six = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        byte[] message = response(DnsMessage.A, record(5, LABELS), record(DnsMessage.A, four), record(28, six));
        List<byte[]> found = DnsMessage.addresses(message, message.length, DnsMessage.A);
        assertEquals(1, found.size());
        assertArrayEquals(four, found.get(0));
        assertArrayEquals(
                six,
                DnsMessage.addresses(message, message.length, DnsMessage.AAAA).get(0));
    }

    @Test
    void anAddressOfTheWrongLengthIsNone() {
        byte[] message = response(DnsMessage.A, record(DnsMessage.A, new byte[] {1, 2, 3}));
        assertTrue(DnsMessage.addresses(message, message.length, DnsMessage.A).isEmpty());
    }

    @Test
    void aNameIsTheFirstOneInLowerCase() {
        byte[] message = response(
                DnsMessage.PTR,
                record(DnsMessage.PTR, DomainName.labels("One.EXAMPLE")),
                record(DnsMessage.PTR, DomainName.labels("two.example")));
        assertEquals("one.example", DnsMessage.pointer(message, message.length));
        byte[] none = response(DnsMessage.PTR);
        assertEquals("", DnsMessage.pointer(none, none.length));
    }

    @Test
    void aNameMayPointBackAndItsOddBytesAreOctal() {
        byte[] compressed = {3, 'a', ' ', 'b', (byte) 0xc0, HEADER};
        byte[] message = response(DnsMessage.PTR, record(DnsMessage.PTR, compressed));
        assertEquals("a\\040b.host.example", DnsMessage.pointer(message, message.length));
    }

    @Test
    void textIsAllStringsOfAllRecordsTogether() {
        byte[] message =
                response(DnsMessage.TXT, record(16, text("one ", "two")), record(16, text("", " t\u00e9st\n")));
        assertEquals("one two t?st?", DnsMessage.text(message, message.length));
    }

    @Test
    void onlyTheQuestionsOwnAnswerCounts() {
        byte[] question = question(DnsMessage.A);
        byte[] answer = response(DnsMessage.A, record(DnsMessage.A, new byte[4]));
        assertTrue(DnsMessage.answers(question, answer, answer.length));
        int end = HEADER + LABELS.length;
        for (int at : new int[] {0, 1, 2, 5, HEADER + 1, end - 2, end + 1, end + 3}) {
            byte[] other = answer.clone();
            other[at] = (byte) (at == 2 ? 1 : other[at] + 1);
            assertFalse(DnsMessage.answers(question, other, other.length), "byte " + at);
        }
        byte[] shouted = answer.clone();
        shouted[HEADER + 1] = 'H';
        assertTrue(DnsMessage.answers(question, shouted, shouted.length));
    }

    @Test
    void flagsSayWhatKindOfAnswerItIs() {
        byte[] message = response(DnsMessage.A);
        assertFalse(DnsMessage.truncated(message) || DnsMessage.failed(message));
        message[3] = (byte) 0x83;
        assertFalse(DnsMessage.failed(message));
        message[3] = (byte) 0x82;
        assertTrue(DnsMessage.failed(message));
        message[2] |= 2;
        assertTrue(DnsMessage.truncated(message));
    }

    @Test
    void anAnswerCutAnywhereIsNone() {
        byte[] compressed = {1, 'a', (byte) 0xc0, HEADER};
        byte[] name = response(DnsMessage.PTR, record(DnsMessage.PTR, compressed));
        byte[] address = response(DnsMessage.A, record(DnsMessage.A, new byte[4]));
        byte[] strings = response(DnsMessage.TXT, record(DnsMessage.TXT, text("abc")));
        for (int length = 0; length < address.length; length++) {
            byte[] cut = Arrays.copyOf(address, length);
            assertNull(DnsMessage.addresses(cut, length, DnsMessage.A), "length " + length);
        }
        for (int length = 0; length < name.length; length++) {
            assertNull(DnsMessage.pointer(Arrays.copyOf(name, length), length), "length " + length);
        }
        for (int length = 0; length < strings.length; length++) {
            assertNull(DnsMessage.text(Arrays.copyOf(strings, length), length), "length " + length);
        }
        assertNotNull(DnsMessage.pointer(name, name.length));
    }

    @Test
    void whatStandsBehindTheLengthIsNotRead() {
        byte[] message = response(DnsMessage.PTR, record(DnsMessage.PTR, new byte[] {1, 'a', (byte) 0xc0, HEADER}));
        for (int length = 0; length < message.length; length++) {
            assertNull(DnsMessage.pointer(message, length), "length " + length);
        }
    }

    @Test
    void pointersInACircleEnd() {
        byte[] first = response(DnsMessage.PTR, record(DnsMessage.PTR, new byte[] {0, 0}));
        int data = first.length - 2;
        for (int target : new int[] {data, data + 1, first.length, 0x3fff}) {
            byte[] message = first.clone();
            message[data] = (byte) (0xc0 | target >> 8);
            message[data + 1] = (byte) target;
            assertNull(DnsMessage.pointer(message, message.length), "to " + target);
        }
        byte[] growing = response(DnsMessage.PTR, record(DnsMessage.PTR, new byte[] {1, 'a', (byte) 0xc0, 0}));
        growing[growing.length - 1] = (byte) (growing.length - 4);
        assertNull(DnsMessage.pointer(growing, growing.length));
    }

    @Test
    void aNameOf255BytesIsReadAndALongerOneIsNot() {
        byte[] longest = new byte[255];
        for (int at = 0; at < 254; at += 2) {
            longest[at] = 1;
            longest[at + 1] = 'x';
        }
        byte[] message = response(DnsMessage.PTR, record(DnsMessage.PTR, longest));
        assertEquals(253, DnsMessage.pointer(message, message.length).length());
        byte[] longer = Arrays.copyOf(longest, 257);
        longer[254] = 1;
        byte[] bad = response(DnsMessage.PTR, record(DnsMessage.PTR, longer));
        assertNull(DnsMessage.pointer(bad, bad.length));
    }

    @Test
    void randomBytesAreReadWithinTheirEnds() {
        Random random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            byte[] message = new byte[random.nextInt(80)];
            random.nextBytes(message);
            readAll(message);
        }
    }

    @Test
    void damagedAnswersAreReadWithinTheirEnds() {
        Random random = new Random(5);
        byte[] good = response(
                DnsMessage.PTR,
                record(DnsMessage.PTR, new byte[] {1, 'a', (byte) 0xc0, HEADER}),
                record(DnsMessage.TXT, text("abc", "defg")),
                record(DnsMessage.A, new byte[4]));
        for (int i = 0; i < 100_000; i++) {
            byte[] message = good.clone();
            for (int j = random.nextInt(6); j >= 0; j--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            readAll(message);
        }
    }
}
