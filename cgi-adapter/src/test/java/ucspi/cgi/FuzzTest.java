package ucspi.cgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ucspi.kernel.Bytes;

/**
 * The parsers of front ends and of the PROXY header under random changes of good input, the same ones at each run, as
 * {@link MutationTest} has it for those of HTTP and CGI; scripts/fuzz goes further.
 */
class FuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] PIECES = {
        "\r\n", "\n", "\r", "\0", ":", ",", " ", "0", "9", "\u00ff", "%", "/../", "\1\5\0\1"
    };

    @ParameterizedTest
    @EnumSource(names = {"SCGI", "FASTCGI", "PROXY"})
    void anyInputHasOneOutcome(FuzzTarget.Kind kind) {
        Random random = new Random(kind.ordinal());
        List<String> seeds = kind.seeds();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] input = Bytes.latin1(seeds.get(random.nextInt(seeds.size())));
            for (int changes = random.nextInt(6); changes >= 0; changes--) {
                input = change(input, random);
            }
            byte[] changed = input;
            assertDoesNotThrow(() -> FuzzTarget.check(kind, changed), () -> Arrays.toString(changed));
        }
    }

    private static byte[] change(byte[] input, Random random) {
        int at = input.length == 0 ? 0 : random.nextInt(input.length);
        int to = Math.min(input.length, at + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> join(input, at, Bytes.latin1(PIECES[random.nextInt(PIECES.length)]), at);
            case 1 -> join(input, at, new byte[0], to);
            case 2 -> join(input, to, Arrays.copyOfRange(input, at, to), to);
            case 3 -> join(input, at, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, at + 1));
            default -> Arrays.copyOf(input, at);
        };
    }

    private static byte[] join(byte[] input, int to, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(input, to + middle.length + input.length - from);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(input, from, joined, to + middle.length, input.length - from);
        return joined;
    }
}
