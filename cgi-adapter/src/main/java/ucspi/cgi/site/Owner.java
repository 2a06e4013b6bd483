package ucspi.cgi.site;

/**
 * The user whose directory a request is about.
 *
 * @param account who that is
 * @param groups all groups of the user, if files are to be read and programs to be run as the user; null if they are as
 *     whoever we are
 */
public record Owner(Account account, int[] groups) {
    /** Whether we become the user. */
    public boolean isTaken() {
        return groups != null;
    }
}
