package ucspi.generator.man;

import java.util.ArrayList;
import java.util.List;

/**
 * A manual in {@code doc}, taken apart: its title, what stands before the first section, and its sections.
 *
 * @param title the heading of level 1
 * @param intro never empty
 */
record Manual(String title, List<Block> intro, List<Section> sections) {
    /** What stands below a heading of level 2; headings of level 3 are among the blocks. */
    record Section(String title, List<Block> blocks) {}

    /**
     * Reads a manual.
     *
     * @throws IllegalArgumentException if it does not begin with a title and a paragraph
     */
    static Manual parse(String text) {
        List<Block> blocks = Markdown.parse(text);
        if (blocks.size() < 2
                || !(blocks.get(0) instanceof Block.Heading title && title.level() == 1)
                || !(blocks.get(1) instanceof Block.Paragraph)) {
            throw new IllegalArgumentException("a manual begins with a title and a paragraph");
        }
        List<Block> intro = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        List<Block> current = intro;
        for (Block block : blocks.subList(1, blocks.size())) {
            if (block instanceof Block.Heading heading && heading.level() == 2) {
                current = new ArrayList<>();
                sections.add(new Section(heading.text(), current));
            } else {
                current.add(block);
            }
        }
        return new Manual(title.text(), intro, sections);
    }

    /** The programs that it is the manual of, if the title names programs. */
    List<String> names() {
        return List.of(title.split(", "));
    }

    /** The first sentence, as a phrase: without a dot, and not capitalised unless a name is. */
    String summary() {
        String text = ((Block.Paragraph) intro.get(0)).text();
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        sentence = sentence.endsWith(".") || sentence.endsWith(":")
                ? sentence.substring(0, sentence.length() - 1)
                : sentence;
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1)) || sentence.startsWith("A ");
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }
}
