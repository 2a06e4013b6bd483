package ucspi.listen;

/** How listening sockets are made, and which kinds of them are wanted. Set once, before there is one. */
public final class ListenSettings {
    /** Whether TCP sockets are wanted. */
    public boolean tcp = true;

    /** Whether Unix sockets are wanted. */
    public boolean unix = true;

    /** The length of the kernel's queue of waiting connections, of sockets that we make; 0 or more. */
    public int backlog = 128;

    /** 4 or 6 for that kind of IP address only, 0 for whichever the host is. */
    public int family;

    /** The umask while a Unix socket is made. */
    public int umask;

    /** The user id that a Unix socket is given, -1 for none. */
    public long uid = -1;

    /** The group id that a Unix socket is given, -1 for none. */
    public long gid = -1;

    /** The permissions that a Unix socket is given, -1 for those that the umask leaves. */
    public int mode = -1;

    /** Whether a Unix socket that we made is left in its place when it is closed. */
    public boolean keepFiles;
}
