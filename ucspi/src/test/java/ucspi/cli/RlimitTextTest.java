package ucspi.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ucspi.kernel.ResourceLimits;

/** Which texts are limits of resources. */
class RlimitTextTest {
    private final ResourceLimits limits = new ResourceLimits();

    @ParameterizedTest
    @CsvSource({
        "nofile=100, 7, 100, 100",
        "nofile=100:200, 7, 100, 200",
        "nofile=0, 7, 0, 0",
        "cpu=5:unlimited, 0, 5, -1",
        "core=unlimited, 4, -1, -1",
        "core=unlimited:unlimited, 4, -1, -1",
        "as=64M, 9, 67108864, 67108864",
        "as=64m:1G, 9, 67108864, 1073741824",
        "stack=8192K, 3, 8388608, 8388608",
        "data=17, 2, 17, 17",
        "as=9223372036854775807, 9, 9223372036854775807, 9223372036854775807",
        "as=8589934591G, 9, 9223372035781033984, 9223372035781033984",
        "rttime=1, 15, 1, 1",
    })
    void limitsAreRead(String text, int number, long soft, long hard) {
        RlimitText.read("--rlimit", text, limits);
        assertEquals(1, limits.count());
        assertEquals(number, limits.number(0));
        assertArrayEquals(new long[] {soft, hard}, Arrays.copyOf(limits.pairs(), 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nofile",
                "nofile=",
                "=5",
                "NOFILE=5",
                "RLIMIT_NOFILE=5",
                "files=5",
                "nofile =5",
                "nofile= 5",
                "nofile=-1",
                "nofile=5K",
                "cpu=1M",
                "nofile=5:",
                "nofile=:5",
                "nofile=5:4",
                "nofile=unlimited:5",
                "nofile=5:6:7",
                "nofile=Unlimited",
                "as=K",
                "as=1T",
                "as=1KB",
                "as=1.5M",
                "as=9223372036854775808",
                "as=8589934592G"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(UsageError.class, () -> RlimitText.read("--rlimit", text, limits));
        assertEquals(0, limits.count());
    }

    @Test
    void theLastLimitOfAResourceCounts() {
        RlimitText.read("--rlimit", "cpu=1", limits);
        RlimitText.read("--rlimit", "as=1M", limits);
        RlimitText.read("--rlimit-cpu", ResourceLimits.number("cpu"), "2:3", limits);
        assertEquals(2, limits.count());
        assertArrayEquals(new long[] {2, 3, 1 << 20, 1 << 20}, Arrays.copyOf(limits.pairs(), 4));
    }

    @Test
    void aComplaintNamesWhatThereIs() {
        UsageError e = assertThrows(UsageError.class, () -> RlimitText.read("--rlimit", "files=5", limits));
        assertTrue(e.getMessage().contains("nofile"), e.getMessage());
        assertTrue(e.getMessage().contains("'files=5'"), e.getMessage());
    }
}
