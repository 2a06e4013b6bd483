package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes in {@code doc/recipes} do what they say, as they are written. */
class RecipesIT {
    static final Path RECIPES = Shell.PROJECT.resolve("doc/recipes");

    @TempDir
    Path directory;

    static List<String> recipes() throws IOException {
        try (var files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aRecipePrintsWhatItSays(String name) throws Exception {
        Recipe recipe = Recipe.read(RECIPES.resolve(name));
        assertTrue(recipe.steps().stream().anyMatch(step -> step.output() != null), "something is compared");
        Kitchen kitchen = new Kitchen(directory);
        Process process = start(kitchen, recipe);
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> name + " does not end: " + kitchen.errors());
        } finally {
            Kitchen.stop(process);
        }
        for (int i = 0; i < recipe.steps().size(); i++) {
            Recipe.Step step = recipe.steps().get(i);
            Path out = kitchen.recipeDirectory().resolve("out." + i);
            assertTrue(Files.exists(out), () -> "not reached: " + step.commands() + kitchen.errors());
            if (step.output() != null) {
                assertEquals(step.output(), Files.readString(out), () -> step.commands() + kitchen.errors());
            }
        }
        assertTrue(Files.exists(kitchen.recipeDirectory().resolve("done")), kitchen::errors);
    }

    private static Process start(Kitchen kitchen, Recipe recipe) throws IOException {
        recipe.prepare(kitchen.recipeDirectory());
        give(kitchen);
        return kitchen.start("sh ./script </dev/null");
    }

    /** What we have made shall belong to whom the recipes run as. */
    static void give(Kitchen kitchen) {
        if (Identity.isRoot()) {
            Shell.run(
                    Map.of(),
                    "chown",
                    "-R",
                    "65534:65534",
                    kitchen.recipeDirectory().toString());
        }
    }

    @Test
    void everyRecipeIsListed() throws IOException {
        String list = Files.readString(RECIPES.resolve("README.md"));
        for (String name : recipes()) {
            assertTrue(list.contains("](" + name + ")"), name);
        }
    }
}
