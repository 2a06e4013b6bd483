package ucspi.generator.man;

/**
 * What a page is called.
 *
 * @param section as of man-pages(7): 1 for commands, 7 for the rest
 */
record PageName(String name, int section) implements Comparable<PageName> {
    /** Where it is below the directory of all pages. */
    String file() {
        return "man" + section + "/" + name + "." + section;
    }

    @Override
    public int compareTo(PageName other) {
        int sections = Integer.compare(section, other.section);
        return sections != 0 ? sections : name.compareTo(other.name);
    }
}
