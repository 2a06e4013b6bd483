package ucspi.listen;

import java.util.Arrays;
import ucspi.kernel.Bytes;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Kernel;
import ucspi.kernel.Linux;
import ucspi.kernel.Sys;

/** A listening stream socket, TCP or Unix, and what is removed when it is closed: non-blocking, close-on-exec. */
public final class ListeningSocket {
    private static final int PATH_OFFSET = 2;

    /** Room for struct sockaddr_un and a NUL byte. */
    private static final int ADDRESS_SIZE = 112;

    private final Kernel kernel;
    private final int fd;
    private final byte[] address = new byte[ADDRESS_SIZE];
    private final int addressLength;

    /** The name in the file system that goes with the socket; null if there is none, or it is not ours. */
    private final SocketFile file;

    /**
     * @param fd a listening socket; its owner is this object now
     * @param file what {@link #close} removes, or null
     */
    ListeningSocket(Kernel kernel, int fd, SocketFile file) {
        this.kernel = kernel;
        this.fd = fd;
        this.file = file;
        kernel.fcntl(fd, Linux.F_SETFD, Linux.FD_CLOEXEC);
        int[] length = {address.length};
        Sys.check(kernel.getsockname(fd, address, length), "examine the listening socket");
        addressLength = length[0];
    }

    /**
     * A socket that the program before us listened at, {@link #identity}.
     *
     * @param device of the name to remove at the end
     * @param inode of it, 0 if there is none
     */
    public static ListeningSocket carriedOver(Sys sys, int fd, long device, long inode) {
        ListeningSocket socket = new ListeningSocket(sys.kernel(), fd, null);
        if (inode == 0) {
            return socket;
        }
        SocketFile file = new SocketFile(sys, UnixAddress.of(socket.path()));
        file.adopt(device, inode);
        return new ListeningSocket(sys.kernel(), fd, file);
    }

    /** Its descriptor. */
    public int fd() {
        return fd;
    }

    /** Whether it is a Unix socket; if not, it is a TCP socket. */
    public boolean isUnix() {
        return address[0] == Linux.AF_UNIX;
    }

    /** A TCP socket's address: struct sockaddr_in or sockaddr_in6, in an array that is longer. Not to be changed. */
    public byte[] socketAddress() {
        return address;
    }

    /** The port of a TCP socket, 1 to 65535. */
    public int port() {
        return IpAddress.port(address);
    }

    /** The path of a Unix socket as it was bound, or behind {@code @} its abstract name; a Latin-1 string. */
    public String path() {
        int end = Math.min(addressLength, address.length);
        if (end <= PATH_OFFSET) {
            return "";
        }
        boolean isAbstract = address[PATH_OFFSET] == 0;
        while (!isAbstract && address[end - 1] == 0) {
            end--;
        }
        byte[] path = Arrays.copyOfRange(address, PATH_OFFSET, end);
        if (isAbstract) {
            path[0] = '@';
        }
        return Bytes.string(path);
    }

    /** Device and inode of the name that {@link #close} will remove; zeros if there is none. */
    public long[] identity() {
        return file == null ? new long[2] : file.identity();
    }

    /** Listens no more, and removes the name that we made in the file system, if it is still ours. */
    public void close() {
        kernel.close(fd);
        if (file != null) {
            file.removeOwn();
        }
    }
}
