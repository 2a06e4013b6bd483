package ucspi.deploy;

/** Decides whether a revision may be deployed at all, before anything is made of it. */
final class Checks {
    private Checks() {}

    /**
     * Does it.
     *
     * @param from the revision that is served; null for none
     * @throws Failure that says why it may not
     */
    static void run(Git git, Settings settings, String from, String to, boolean force) {
        if (from != null && !force && !git.isBefore(from, to)) {
            throw new Failure("not a fast-forward from " + from + ", which is served; --force, or git push -o force,"
                    + " deploys it all the same");
        }
        switch (settings.verify()) {
            case "none" -> {}
            case "commit" -> verifyCommit(git, to);
            case "tag" -> verifyTag(git, to);
            default -> throw new Failure("the setting deploy.verify is none, commit or tag");
        }
    }

    private static void verifyCommit(Git git, String to) {
        Runner.Result result = git.quietly("verify-commit", to);
        if (!result.isGood()) {
            String said = Git.lastLine(result.output());
            throw new Failure("no good signature of the commit " + to + (said.isEmpty() ? "" : ": " + said));
        }
    }

    private static void verifyTag(Git git, String to) {
        String tags = git.quietly("for-each-ref", "--format=%(objectname)", "--points-at=" + to, "refs/tags/")
                .output();
        int at = 0;
        for (int end = tags.indexOf('\n'); end >= 0; end = tags.indexOf('\n', at)) {
            String tag = tags.substring(at, end);
            if (Git.isName(tag) && git.quietly("verify-tag", tag).isGood()) {
                return;
            }
            at = end + 1;
        }
        throw new Failure("no signed tag of the commit " + to);
    }
}
