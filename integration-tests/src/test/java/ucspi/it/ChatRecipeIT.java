package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat of {@code doc/recipes/chat.md} in a browser. */
class ChatRecipeIT {
    private static final String PAGE = "http://127.0.0.1:8080/~ann/chat.html";
    private static final String SAID = "document.getElementById('said').innerText";

    @TempDir
    Path directory;

    @Test
    void twoPagesSeeEachOthersMessagesAndAClosedOneLeavesNoProcess() throws Exception {
        Recipe recipe = Recipe.read(RecipesIT.RECIPES.resolve("chat.md"));
        Kitchen kitchen = new Kitchen(directory);
        recipe.prepare(kitchen.recipeDirectory());
        RecipesIT.give(kitchen);
        // The browser is in the recipe's network, and ends with its shell. For a sandbox of its own it has no right.
        String chromium = "chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run";
        String pipe = "--user-data-dir=$HOME/browser --remote-debugging-pipe 3<&0 4>&1 >/dev/null";
        Process process = kitchen.start("sh ./script </dev/null && exec " + chromium + " " + pipe);
        try {
            Browser browser = new Browser(process);
            Browser.Tab first = browser.open(PAGE);
            Browser.Tab second = browser.open(PAGE);
            awaitSaid(first, "Hello, everybody");
            awaitSaid(second, "Hello, everybody");
            long before = followers(kitchen);
            assertEquals(2, before);
            say(first, "one");
            awaitSaid(second, "one");
            say(second, "two");
            awaitSaid(first, "two");
            second.close();
            Await.until("the closed page's process has ended", () -> followers(kitchen) == 1);
            say(first, "three");
            awaitSaid(first, "three");
            first.close();
            Await.until("no process is left", () -> followers(kitchen) == 0);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(kitchen.errors(), e);
        } finally {
            Kitchen.stop(process);
        }
    }

    private static void say(Browser.Tab tab, String text) {
        tab.evaluate("document.getElementById('text').value = '" + text
                + "'; document.getElementById('form').requestSubmit(); 'said'");
    }

    private static void awaitSaid(Browser.Tab tab, String text) {
        Await.until("a page shows " + text, () -> tab.evaluate(SAID).contains(text));
    }

    /** How many programs of the chat follow what is said. */
    private static long followers(Kitchen kitchen) {
        String directory = kitchen.recipeDirectory().resolve("home/ann/public").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> directory.equals(link("/proc/" + process.pid() + "/cwd")))
                .filter(process -> link("/proc/" + process.pid() + "/exe").endsWith("/tail"))
                .count();
    }

    private static String link(String path) {
        try {
            return Files.readSymbolicLink(Path.of(path)).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
