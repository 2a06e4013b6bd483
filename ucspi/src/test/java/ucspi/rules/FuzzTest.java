package ucspi.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules and their files under random changes of good ones, the same at each run; scripts/fuzz goes further. */
class FuzzTest {
    private static final int ROUNDS = 4000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void anyInputHasOneOutcome(FuzzTarget.Kind kind) throws IOException {
        Random random = new Random(kind.ordinal());
        List<byte[]> seeds = FuzzTarget.seeds(kind, directory);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(8); changes >= 0 && input.length > 0; changes--) {
                input = change(kind, input, random);
            }
            byte[] changed = input;
            assertDoesNotThrow(() -> FuzzTarget.check(kind, changed), () -> Arrays.toString(changed));
        }
    }

    private static byte[] change(FuzzTarget.Kind kind, byte[] input, Random random) {
        // What is behind the header of a cdb is little, but most of what there is to break.
        boolean behindHeader = kind == FuzzTarget.Kind.CDB && input.length > 2048 && random.nextInt(3) > 0;
        int at = behindHeader ? 2048 + random.nextInt(input.length - 2048) : random.nextInt(input.length);
        switch (random.nextInt(kind == FuzzTarget.Kind.CDB ? 8 : 4)) {
            case 0 -> {
                return Arrays.copyOf(input, at);
            }
            case 1 -> {
                byte[] longer = Arrays.copyOf(input, input.length + 1);
                System.arraycopy(input, at, longer, at + 1, input.length - at);
                longer[at] = (byte) ":\n,/-.=@\"".charAt(random.nextInt(9));
                return longer;
            }
            case 2 -> input[at] = (byte) random.nextInt(256);
            default -> input[at] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }
}
