package ucspi.deploy;

/**
 * A directory that deploys keep, and where in it everything is.
 *
 * <pre>
 *   releases                              in place
 *   DIR/repository.git  the repository    DIR/.git
 *   DIR/releases/...    the revisions     DIR itself is the one that is served
 *   DIR/current         which is served
 *   DIR/data            what is linked    whatever Git does not track
 *   DIR/deploy          the state         DIR/.git/deploy
 * </pre>
 *
 * @param directory its absolute path, without symbolic links
 * @param hasReleases which of the two
 */
record Place(String directory, boolean hasReleases) {
    /**
     * The one at this path.
     *
     * @throws Failure if there is none
     */
    static Place at(Store store, String path) {
        String real = store.real(path);
        if (real == null) {
            throw new Failure("no such directory: " + path);
        }
        Place releases = new Place(real, true);
        Place inPlace = new Place(real, false);
        if (store.isDirectory(releases.state()) && store.isDirectory(releases.repository())) {
            return releases;
        }
        if (store.isDirectory(inPlace.state())) {
            return inPlace;
        }
        throw new Failure("nothing is deployed in " + path + ": 'deploy init' prepares a directory");
    }

    /** The directory that Git keeps its own in. */
    String repository() {
        return directory + (hasReleases ? "/repository.git" : "/.git");
    }

    /** The directory of what deploys know of each other. */
    String state() {
        return directory + (hasReleases ? "/deploy" : "/.git/deploy");
    }

    /** The lock that one deploy has at a time. */
    String mutex() {
        return state() + "/mutex";
    }

    /** The lock that requests share, of a tree that changes in place. */
    String gate() {
        return state() + "/lock";
    }

    /** The name of the revision that is served, of a tree that changes in place. */
    String revision() {
        return state() + "/revision";
    }

    /** The record of all deploys. */
    String log() {
        return state() + "/log";
    }

    /** What the deploy is that runs now, or died. */
    String journal() {
        return state() + "/running";
    }

    /** The directory of releases. */
    String releases() {
        return directory + "/releases";
    }

    /** The symbolic link to the release that is served. */
    String current() {
        return directory + "/current";
    }
}
