package ucspi.generator.man;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Finds out which pages there are, and makes them. A manual whose title names programs is their page, in section 1; a
 * text that such a page links to is a page {@code ucspi-NAME} in section 7; a program without a manual gets a page of
 * what its model says.
 */
public final class ManPages {
    /** For people who change the programs, not for those who use them. */
    private static final List<String> FOR_DEVELOPERS = List.of("decisions.md", "design.md", "native.md");

    private final Map<String, CommandSpec> models;
    private final String date;
    private final String version;
    private final SortedMap<String, Manual> manuals = new TreeMap<>();
    private final SortedMap<String, PageName> pages = new TreeMap<>();

    /**
     * What there is below the directory of all pages.
     *
     * @param files the content of each, by its path
     * @param links the names of further programs that a page is about: symbolic links, and what they hold
     */
    public record Tree(SortedMap<String, String> files, SortedMap<String, String> links) {}

    private ManPages(Map<String, CommandSpec> models, String date, String version) {
        this.models = models;
        this.date = date;
        this.version = version;
    }

    /**
     * All pages.
     *
     * @param doc the directory of manuals
     * @param models of the programs, by name
     * @param commands the names of commands that have no model: the shell scripts
     * @param date for the pages' footers, YYYY-MM-DD
     */
    public static Tree of(Path doc, Map<String, CommandSpec> models, List<String> commands, String date, String version)
            throws IOException {
        ManPages all = new ManPages(models, date, version);
        all.read(doc, commands);
        return all.tree();
    }

    private void read(Path doc, List<String> commands) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.newDirectoryStream(doc, "*.md")) {
            for (Path file : files) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        FOR_DEVELOPERS.forEach(texts::remove);
        Deque<String> toDo = new ArrayDeque<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            String title = text.getValue().lines().findFirst().orElse("").replaceFirst("^# ", "");
            List<String> names = List.of(title.split(", "));
            if (names.stream().allMatch(name -> models.containsKey(name) || commands.contains(name))) {
                String stem = stem(text.getKey());
                pages.put(text.getKey(), new PageName(names.contains(stem) ? stem : names.get(0), 1));
                toDo.add(text.getKey());
            }
        }
        while (!toDo.isEmpty()) {
            String file = toDo.remove();
            manuals.put(file, parse(file, texts.get(file)));
            for (String other : texts.keySet()) {
                String text = texts.get(file);
                boolean linked = text.contains("](" + other + ")") || text.contains("](" + other + "#");
                if (linked && !pages.containsKey(other)) {
                    pages.put(other, new PageName("ucspi-" + stem(other), 7));
                    toDo.add(other);
                }
            }
        }
    }

    private static String stem(String file) {
        return file.substring(0, file.length() - ".md".length());
    }

    private static Manual parse(String file, String text) throws IOException {
        try {
            return Manual.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("doc/" + file + ": " + e.getMessage(), e);
        }
    }

    private Tree tree() {
        SortedMap<String, String> files = new TreeMap<>();
        SortedMap<String, String> links = new TreeMap<>();
        for (Map.Entry<String, Manual> each : manuals.entrySet()) {
            PageName name = pages.get(each.getKey());
            Manual manual = each.getValue();
            List<String> names = name.section() == 1 ? manual.names() : List.of(name.name());
            List<CommandSpec> specs = new ArrayList<>();
            for (String program : names) {
                if (models.containsKey(program)) {
                    specs.add(models.get(program));
                }
            }
            files.put(name.file(), new ManPage(name, pages).of(manual, names, specs, date, version));
            for (String alias : names) {
                if (!name.name().equals(alias)) {
                    links.put(new PageName(alias, 1).file(), name.name() + "." + name.section());
                }
            }
        }
        for (Map.Entry<String, CommandSpec> program : models.entrySet()) {
            PageName name = new PageName(program.getKey(), 1);
            if (!files.containsKey(name.file()) && !links.containsKey(name.file())) {
                files.put(name.file(), new ManPage(name, pages).of(program.getValue(), date, version));
            }
        }
        return new Tree(files, links);
    }
}
