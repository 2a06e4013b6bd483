package ucspi.kernel;

/** The fields of struct stat that the programs use, by their place in the array that {@link Kernel#lstat} fills. */
public final class FileStatus {
    /** How many longs {@link Kernel#lstat} needs. */
    public static final int SIZE = 10;

    /** st_dev. */
    public static final int DEVICE = 0;

    /** st_ino. */
    public static final int INODE = 1;

    /** st_mode. */
    public static final int MODE = 2;

    /** st_uid. */
    public static final int UID = 3;

    /** st_gid. */
    public static final int GID = 4;

    /** st_size, in bytes. */
    public static final int BYTES = 5;

    /** st_mtim, in seconds since 1970. */
    public static final int MODIFIED = 6;

    /** The nanoseconds of st_mtim. */
    public static final int MODIFIED_NANOS = 7;

    /** st_ctim, in seconds since 1970. */
    public static final int CHANGED = 8;

    /** The nanoseconds of st_ctim. */
    public static final int CHANGED_NANOS = 9;

    /** The file type bits of {@link #MODE}. */
    public static final int TYPE_MASK = 0170000;

    /** {@link #TYPE_MASK} of a socket. */
    public static final int TYPE_SOCKET = 0140000;

    /** {@link #TYPE_MASK} of a regular file. */
    public static final int TYPE_REGULAR = 0100000;

    /** {@link #TYPE_MASK} of a directory. */
    public static final int TYPE_DIRECTORY = 0040000;

    /** {@link #TYPE_MASK} of a symbolic link. */
    public static final int TYPE_LINK = 0120000;

    private FileStatus() {}
}
