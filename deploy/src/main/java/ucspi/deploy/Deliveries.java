package ucspi.deploy;

import ucspi.kernel.Bytes;

/**
 * Which tellings of a Git server have been heard, so that none counts twice: a file of the latest ones, of a bounded
 * size. Whoever uses it has its lock.
 */
final class Deliveries {
    private static final String FILE = "/deliveries";
    private static final int MOST = 2000;
    private static final int DIGITS = 32;

    private final Store store;
    private final String path;
    private final String all;

    Deliveries(Store store, Place place) {
        this.store = store;
        this.path = place.state() + FILE;
        String text = store.read(path);
        this.all = text == null ? "" : text;
    }

    /** A name of bounded length for whatever a stranger calls it. */
    private static String key(String name) {
        return Hmac.hex(new Sha256().update(Bytes.latin1(name)).digest()).substring(0, DIGITS) + "\n";
    }

    boolean has(String name) {
        return all.contains(key(name));
    }

    /** Adds some, and forgets the oldest if there are too many. */
    void add(String... names) {
        StringBuilder text = new StringBuilder(all);
        for (String name : names) {
            text.append(key(name));
        }
        int most = MOST * (DIGITS + 1);
        store.replace(path, text.substring(Math.max(0, text.length() - most)));
    }
}
