package ucspi.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void theTextsAreThoseThatLogsOfOldSitesKnow() {
        assertEquals("address already used", Errno.text(Errno.EADDRINUSE));
        assertEquals("file does not exist", Errno.text(Errno.ENOENT));
        assertEquals("access denied", Errno.text(Errno.EACCES));
        assertEquals("permission denied", Errno.text(Errno.EPERM));
        assertEquals("temporary failure", Errno.text(Errno.EAGAIN));
        assertEquals("error 4095", Errno.text(4095));
    }
}
