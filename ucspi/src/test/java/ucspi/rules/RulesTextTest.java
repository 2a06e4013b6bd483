package ucspi.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ucspi.kernel.Bytes;

class RulesTextTest {
    /** The records that a text becomes, one a line, NUL as "|"; the line that is wrong behind an exclamation mark. */
    private static String records(List<String> parts) {
        StringBuilder out = new StringBuilder();
        RulesText text = new RulesText((key, keyLength, data, dataLength) -> out.append(
                        Bytes.string(key, 0, keyLength).replace('\n', '$'))
                .append(" -> ")
                .append(Bytes.string(data, 0, dataLength).replace('\0', '|'))
                .append('\n'));
        try {
            for (String part : parts) {
                text.feed(RuleFiles.bytes(part), 0, part.length());
            }
            text.end();
        } catch (BadRule e) {
            out.append('!').append(e.getMessage()).append('\n');
        }
        return out.toString();
    }

    /** Reads it whole, byte by byte, and in two parts split anywhere. */
    private static void check(String expected, String text) {
        assertEquals(expected, records(List.of(text)));
        List<String> bytes = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            bytes.add(text.substring(i, i + 1));
            String split = records(List.of(text.substring(0, i), text.substring(i)));
            assertEquals(expected, split, "split at " + i);
        }
        assertEquals(expected, records(bytes));
    }

    @Test
    void denyAndAllow() {
        check("1.2.3.4 -> D|\n1.2. -> \n -> \n", "1.2.3.4:deny\n1.2.:allow\n:allow\n");
    }

    @Test
    void theLastLineNeedsNoNewline() {
        check("1.2.3.4 -> D|\n", "1.2.3.4:deny");
    }

    @Test
    void variablesAreQuotedByAnyByte() {
        check("a -> +A=x|+B=/|+C=y:z,w|+D=|\nb -> D|+E=e|\n", "a:allow,A=\"x\",B=+/+,C=qy:z,wq,D=//\nb:deny,E==e=\n");
    }

    @Test
    void commentsEmptyLinesAndLinesWithoutAColonMeanNothing() {
        check("1 -> \n", "# 1:deny\n\n \t\n1.2.3.4\n 5.6.7.8 deny\n1:allow\n");
    }

    @Test
    void blanksAreCutAtTheEndOnly() {
        check(" 1 -> D|\n2  -> \n!3:allow ,A=x\n", " 1:deny \t \n2 :allow\t\n3:allow ,A=x\n");
    }

    @Test
    void rangesBecomeARecordEach() {
        check("1.2.3.9 -> D|\n1.2.3.10 -> D|\n1.2.3.11 -> D|\n", "1.2.3.9-11:deny\n");
        check("10.0. -> \n10.1. -> \n", "10.0-1.:allow\n");
        check("0.5 -> \n1.5 -> \n", "-1.5:allow\n");
        check("7.254 -> \n7.255 -> \n", "7.254-999999999999:allow\n");
        check("", "7.300-999:allow\n9-8:deny\n");
        check("1.0.3-4 -> \n1.1.3-4 -> \n", "1.0-1.3-4:allow\n");
    }

    @Test
    void ofUsersAndNamesThereAreNoRanges() {
        check("a-b@1.2.3.4 -> \n=x-y.example -> D|\n", "a-b@1.2.3.4:allow\n=x-y.example:deny\n");
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        String[] wrong = {
            "a",
            "a:den",
            "a:deny,",
            "a:deny,A",
            "a:deny,A=",
            "a:deny,A=x",
            "a:deny,A=\"x",
            "a:deny,A=\"x\"y",
            "a:denyx",
            "a:allow deny",
            "a:",
            "a: deny",
            "x-y:deny",
            "1-y:deny",
            "a:DENY",
            "a:allow,,A=x",
        };
        for (int i = 1; i < wrong.length; i++) {
            check("1 -> \n!" + wrong[i] + "\n", "1:allow\n" + wrong[i] + "  \n2:allow\n");
        }
    }

    @Test
    void aTextCutAnywhereIsReadOrNamed() {
        String line = "1.2.3.4-5:allow,A=\"x:deny\",B=/y/";
        for (int end = 0; end <= line.length(); end++) {
            String cut = line.substring(0, end);
            boolean sense = end < 10 || end == 15 || end == 26 || end == line.length();
            String answer = records(List.of(cut));
            assertEquals(!sense, answer.equals("!" + cut + "\n"), cut + " became " + answer);
        }
    }

    @Test
    void anIpv6AddressIsKeptInItsUsualForm() {
        check("::1 -> \n2001:db8::1 -> D|\n", "::1:allow\n2001:0DB8:0:0::1:deny\n");
        check("fe80::1 -> +A=b:deny|\n:: -> D|\n", "fe80::1:allow,A=\"b:deny\"\n:::deny\n");
        check("joe@::1 -> \n", "joe@0::1:allow\n");
        check("10.1.2.3 -> \n", "::ffff:10.1.2.3:allow\n");
    }

    @Test
    void networksAreRecordsAndTheirLengthsAreListed() {
        check(
                "10.0.0.0/8 -> D|\n192.168.4.0/22 -> \n0.0.0.0/0 -> \n/4$ -> \u0016\u0008|\n",
                "10.9.9.9/8:deny\n192.168.7.1/22:allow\n0/0:allow\n");
        check("10.0.0.0/9 -> \n10.128.0.0/9 -> \n/4$ -> \t\n", "10./9:allow\n10.129.0.0/9:allow\n");
        check("2001:db8::/32 -> \n::1/128 -> D|\n/6$ -> \u0080 \n", "2001:db8:7::/32:allow\n::1/128:deny\n");
        check("10.0.0.0/8 -> \n/4$ -> \u0008\n", "::ffff:10.0.0.0/104:allow\n");
        check("10.1.0.0/24 -> \n10.1.1.0/24 -> \n/4$ -> \u0018\n", "10.1.0-1.0/24:allow\n");
    }

    @Test
    void anIpv6AddressOrNetworkThatIsNoneIsNamed() {
        String[] wrong = {
            "::deny",
            "::g:allow",
            "1::2::3:deny",
            "::1/129:deny",
            "::1/:deny",
            "::1/a:deny",
            "joe@::1/64:deny",
            "10.0.0.0/33:deny",
            "10.0.0.0/:deny",
            "10.0.0.0/-1:deny",
            "x/8:deny",
            "10.0.0.256/8:deny",
            "::ffff:1.2.3.4/95:deny",
            "/8:deny",
            "1.2.3.4.5/8:deny",
            "10.0.0.0/0008:deny",
        };
        for (String line : wrong) {
            check("!" + line + "\n", line + "\n");
        }
    }

    @Test
    void namesAndUsersMayHaveSlashes() {
        check("a/b@1.2.3.4 -> \n=x/y -> \n", "a/b@1.2.3.4:allow\n=x/y:allow\n");
    }

    @Test
    void aLineLongerThanAnyEnvironmentIsNamed() {
        String line = "a".repeat(Cdb.MOST_DATA + 1);
        assertEquals("!" + line.substring(1) + "\n", records(List.of(line + ":allow\n")));
    }
}
