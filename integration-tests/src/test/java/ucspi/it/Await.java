package ucspi.it;

import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what cannot be waited for by reading: a state that only /proc or the file system shows. The one place in
 * the tests that looks again and again; everything else blocks on a line, on a byte, or on an exit.
 */
final class Await {
    /** How long anything may take before it counts as never: far more than it ever does. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long MILLIS_BETWEEN_LOOKS = 2;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        SynchronousQueue<Void> nobodyAdds = new SynchronousQueue<>();
        long end = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("never came: " + what);
                }
                nobodyAdds.poll(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted: " + what, e);
        }
    }
}
