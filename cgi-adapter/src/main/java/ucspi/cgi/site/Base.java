package ucspi.cgi.site;

/**
 * The directory that the names of a path are looked up in.
 *
 * @param fd its descriptor
 * @param owned whether the descriptor is to be closed behind the look-up
 * @param directory its path
 * @param skipped how many names of the request's path stand for it
 * @param uid the user whose it is, or -1
 * @param gid that user's group, or -1
 */
record Base(int fd, boolean owned, byte[] directory, int skipped, int uid, int gid) {}
