package ucspi.deploy;

/**
 * What somebody wants deployed.
 *
 * @param how by which way it came: push, pull, webhook, rollback
 * @param who wants it, as far as that is known
 * @param force whether it may be a revision that does not come after the one that is served, or the same again
 * @param source where the revision comes from
 */
record Wish(String how, String who, boolean force, Source source) {
    /** Brings a revision into the repository, which is locked meanwhile. */
    interface Source {
        /**
         * Brings it.
         *
         * @return its full name
         * @throws Failure if there is none
         */
        String bring(Git git);
    }
}
