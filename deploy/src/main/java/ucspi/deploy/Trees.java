package ucspi.deploy;

/** How revisions are laid out: where a new one is made ready, and how it takes the place of the old one. */
interface Trees {
    /** The revision that is served; null before the first deploy. */
    String served();

    /**
     * Makes the files of a revision, beside those that are served.
     *
     * @return the absolute path of a directory of them; null if there is nothing to prepare or to check
     * @throws Failure if that does not work
     */
    String make(String revision);

    /**
     * Has a revision served in place of the one that is.
     *
     * @param tree what {@link #make} gave
     * @throws Failure if that does not work; the old one is served then
     */
    void serve(String from, String revision, String tree);

    /** The absolute path of the files that are served. */
    String root();

    /** Removes what {@link #make} made, as it is not served. */
    void drop(String tree);

    /** Repairs and removes what deploys left behind that were killed. Nobody else deploys meanwhile. */
    void recover(long since);

    /** Makes the files that are served those of their revision again, whoever or whatever changed them. */
    void restore();

    /**
     * The tree of a revision that was served before, to go back to.
     *
     * @return null if it is made when it is served
     * @throws Failure if it is not there any more
     */
    String old(String revision);
}
