package ucspi.listen;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.Errno;
import ucspi.kernel.Linux;
import ucspi.kernel.SysException;

/**
 * Where to listen, as unix(7) has it: a path, or behind {@code @} a name outside of the file system.
 *
 * @param text as given
 * @param socketAddress struct sockaddr_un, exactly as long as it must be
 */
public record UnixAddress(String text, byte[] socketAddress) {
    private static final int HEADER = 2;

    /** @throws SysException if it is empty or longer than 107 bytes */
    static UnixAddress of(String text) {
        if (text.isEmpty()) {
            throw new SysException("bind", Errno.ENOENT);
        }
        byte[] address = socketAddress(Bytes.latin1(text));
        if (address == null) {
            throw new SysException("unable to bind: path is longer than " + Linux.UNIX_PATH_MAX + " bytes");
        }
        return new UnixAddress(text, address);
    }

    /** The struct sockaddr_un of a path, or behind {@code @} of an abstract name; null if it is too long. */
    public static byte[] socketAddress(byte[] name) {
        if (name.length > Linux.UNIX_PATH_MAX) {
            return null;
        }
        boolean isAbstract = name.length > 0 && name[0] == '@';
        byte[] address = new byte[HEADER + name.length + (isAbstract ? 0 : 1)];
        address[0] = Linux.AF_UNIX;
        System.arraycopy(name, 0, address, HEADER, name.length);
        if (isAbstract) {
            address[HEADER] = 0;
        }
        return address;
    }

    boolean isAbstract() {
        return socketAddress[HEADER] == 0;
    }

    /** The path as {@link ucspi.kernel.Kernel} takes it; for a path alone. */
    byte[] path() {
        return Arrays.copyOfRange(socketAddress, HEADER, socketAddress.length);
    }
}
