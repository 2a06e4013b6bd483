package ucspi.generator.man;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import ucspi.cli.jvm.Model;
import ucspi.generator.man.Manual.Section;

/**
 * Composes one page. Names, synopsis, options and operands come from the programs' models, everything else from the
 * manual; the manual's own tables of options, which group and shorten, are left out.
 */
final class ManPage {
    private static final String OPTIONS = "OPTIONS";

    private final PageName name;
    private final Roff roff;
    private final TreeSet<PageName> related = new TreeSet<>();

    /**
     * @param pages what links may lead to: files of {@code doc} and the pages that are made of them
     */
    ManPage(PageName name, SortedMap<String, PageName> pages) {
        this.name = name;
        this.roff = new Roff((text, target) -> link(text, target, pages));
    }

    private String link(String text, String target, SortedMap<String, PageName> pages) {
        int hash = target.indexOf('#');
        PageName page = pages.get(hash < 0 ? target : target.substring(0, hash));
        if (page == null || page.equals(name)) {
            return target.contains("://") ? text + " <" + target + ">" : text;
        }
        related.add(page);
        String reference = "`" + page.name() + "`(" + page.section() + ")";
        boolean same = text.replace("`", "").equals(page.name()) || text.endsWith(".md");
        return same ? reference : text + " (see " + reference + ")";
    }

    /**
     * The page of a manual.
     *
     * @param date for the page's footer, YYYY-MM-DD
     * @param models of those programs in its title that have one
     */
    String of(Manual manual, List<String> names, List<CommandSpec> models, String date, String version) {
        head(names, manual.summary(), date, version);
        Section synopsis = section(manual, "Interface");
        List<Block> description = new ArrayList<>(manual.intro());
        if (synopsis != null) {
            description.addAll(synopsis.blocks());
            Block.Code lines = firstCode(description);
            description.remove(lines);
            synopsis(lines.lines());
        }
        roff.heading(".SH", "DESCRIPTION");
        blocks(description, !models.isEmpty());
        operands(models);
        Section options = section(manual, "Options");
        if (!models.isEmpty()) {
            options(models);
            if (options != null) {
                blocks(options.blocks(), true);
            }
        }
        for (Section section : manual.sections()) {
            if (section != synopsis && (section != options || models.isEmpty())) {
                roff.heading(".SH", heading(section.title()));
                blocks(section.blocks(), !models.isEmpty());
            }
        }
        seeAlso();
        return roff.toString();
    }

    /** The page of a program that has no manual: what its model says. */
    String of(CommandSpec model, String date, String version) {
        String description = String.join(" ", model.usageMessage().description());
        head(
                List.of(name.name()),
                new Manual("", List.of(new Block.Paragraph(description)), List.of()).summary(),
                date,
                version);
        synopsis(List.of(Model.usage(model)));
        roff.heading(".SH", "DESCRIPTION");
        roff.paragraph(description);
        operands(List.of(model));
        options(List.of(model));
        return roff.toString();
    }

    private void head(List<String> names, String summary, String date, String version) {
        roff.request(".TH " + Roff.escape(name.name()).toUpperCase(Locale.ROOT) + " " + name.section() + " " + date
                + " \"ucspi\\-kit " + version + "\" \"ucspi\\-kit\"");
        roff.heading(".SH", "NAME");
        List<String> escaped = new ArrayList<>();
        for (String each : names) {
            escaped.add(Roff.escape(each));
        }
        roff.fill(String.join(", ", escaped) + " \\- " + roff.plain(summary));
    }

    private static Section section(Manual manual, String title) {
        for (Section section : manual.sections()) {
            if (section.title().equals(title)) {
                return section;
            }
        }
        return null;
    }

    private static Block.Code firstCode(List<Block> blocks) {
        for (Block block : blocks) {
            if (block instanceof Block.Code code) {
                return code;
            }
        }
        throw new IllegalArgumentException("the section Interface has no synopsis");
    }

    /** Manuals use the words of the UCSPI tools, pages those of man-pages(7). */
    private static String heading(String title) {
        return switch (title) {
            case "Exit codes" -> "EXIT STATUS";
            case "Example" -> "EXAMPLES";
            default -> title.toUpperCase(Locale.ROOT);
        };
    }

    private void synopsis(List<String> lines) {
        roff.heading(".SH", "SYNOPSIS");
        roff.request(".nf");
        for (String line : lines) {
            StringBuilder words = new StringBuilder();
            boolean first = true;
            for (String word : line.strip().split(" +")) {
                words.append(first ? Roff.bold(word) : " " + synopsisWord(word));
                first = false;
            }
            roff.line(words.toString());
        }
        roff.request(".fi");
    }

    /** Options are bold, what stands for something is in italics, brackets and dots are neither. */
    private static String synopsisWord(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && "[{|".indexOf(word.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "]}.|".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        String core = word.substring(start, end);
        String marked = core.isEmpty() ? "" : core.startsWith("-") ? Roff.bold(core) : Roff.italic(core);
        return Roff.escape(word.substring(0, start)) + marked + Roff.escape(word.substring(end));
    }

    private void operands(List<CommandSpec> models) {
        for (CommandSpec model : models) {
            if (!model.positionalParameters().isEmpty() && models.size() > 1) {
                roff.paragraph("The operands of **" + model.name() + "**:");
            }
            for (PositionalParamSpec operand : model.positionalParameters()) {
                String dots = operand.isMultiValue() ? " ..." : "";
                roff.tagged(Roff.italic(operand.paramLabel()) + dots, described(operand.description()));
            }
        }
    }

    private void options(List<CommandSpec> models) {
        roff.heading(".SH", OPTIONS);
        for (CommandSpec model : models) {
            if (models.size() > 1) {
                roff.heading(".SS", model.name());
            }
            List<OptionSpec> options = new ArrayList<>(model.options());
            options.sort(Comparator.comparing((OptionSpec option) -> key(option).toLowerCase(Locale.ROOT))
                    .thenComparing(ManPage::key, Comparator.reverseOrder()));
            for (OptionSpec option : options) {
                roff.tagged(tag(option), described(option.description()));
            }
        }
    }

    private static String key(OptionSpec option) {
        return option.shortestName().replaceFirst("^-+", "");
    }

    private static String tag(OptionSpec option) {
        List<String> names = new ArrayList<>();
        for (String each : option.names()) {
            String label = Roff.italic(option.paramLabel());
            names.add(
                    switch (Model.value(option)) {
                        case NONE -> Roff.bold(each);
                        case REQUIRED -> Roff.bold(each) + " " + label;
                        case OPTIONAL -> Roff.bold(each) + "[" + Roff.bold("=") + label + "]";
                    });
        }
        return String.join(", ", names);
    }

    /** Picocli's texts as Markdown: they are for printf, and name options as they are typed. */
    private static String described(String[] description) {
        StringBuilder text = new StringBuilder();
        for (String word : String.join(" ", description)
                .replace("%%", "%")
                .replace("%n", " ")
                .split(" +")) {
            boolean option = word.startsWith("-") && word.length() > 1;
            int end = word.length();
            while (option && ",.;:)".indexOf(word.charAt(end - 1)) >= 0) {
                end--;
            }
            String core = word.substring(0, end);
            text.append(text.isEmpty() ? "" : " ")
                    .append(option ? "`" + core + "`" : literal(core))
                    .append(word.substring(end));
        }
        return text.toString();
    }

    private static String literal(String word) {
        return word.replace("*", "\\*").replace("`", "\\`").replace("[", "\\[");
    }

    private void blocks(List<Block> blocks, boolean withoutOptions) {
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            boolean next = i + 1 < blocks.size() && isOptions(blocks.get(i + 1));
            if (withoutOptions && (isOptions(block) || next && introduces(block))) {
                continue;
            }
            block(block);
        }
    }

    private static boolean isOptions(Block block) {
        return block instanceof Block.Table table && table.header().get(0).equals("option");
    }

    private static boolean introduces(Block block) {
        return block instanceof Block.Paragraph paragraph && paragraph.text().endsWith(":");
    }

    private void block(Block block) {
        if (block instanceof Block.Heading heading) {
            roff.heading(".SS", heading.text());
        } else if (block instanceof Block.Paragraph paragraph) {
            roff.paragraph(paragraph.text());
        } else if (block instanceof Block.Code code) {
            roff.code(code.lines());
        } else if (block instanceof Block.Items items) {
            int number = 0;
            for (String item : items.items()) {
                number++;
                roff.request(items.ordered() ? ".IP " + number + ". 4" : ".IP \\(bu 2");
                roff.text(item);
            }
        } else if (block instanceof Block.Table table) {
            for (List<String> row : table.rows()) {
                int last = row.size() - 1;
                roff.tagged(roff.inline(String.join(" ", row.subList(0, last)).strip()), row.get(last));
            }
        }
    }

    private void seeAlso() {
        if (related.isEmpty()) {
            return;
        }
        roff.heading(".SH", "SEE ALSO");
        List<String> references = new ArrayList<>();
        for (PageName page : related) {
            references.add("`" + page.name() + "`(" + page.section() + ")");
        }
        roff.text(String.join(", ", references));
    }
}
