package ucspi.cgi.site;

/**
 * The directory that the names of a path are looked up in.
 *
 * @param fd its descriptor, to be closed behind the look-up
 * @param directory its path
 * @param skipped how many names of the request's path stand for it
 * @param owner the user whose it is, or null
 */
record Base(int fd, byte[] directory, int skipped, Owner owner) {
    /** Whether it is to be looked at with the rights of the user whose it is. */
    boolean isTaken() {
        return owner != null && owner.isTaken();
    }
}
