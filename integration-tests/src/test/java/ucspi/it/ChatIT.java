package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pattern of a chat: each browser has a script that waits for a file to change, by a child that watches it. */
@BothHostings
class ChatIT {
    private static final int CLIENTS = 4;

    /** The watcher says on standard error when it sees changes; the loop is a third process. */
    private static final String CHAT = """
            #!/bin/sh
            if [ "$REQUEST_METHOD" = POST ]; then
              cat >>said
              printf 'Status: 204\\n\\n'
              exit
            fi
            printf 'Content-Type: text/event-stream\\nX-Accel-Buffering: no\\n\\n'
            inotifywait -m -e close_write --format changed said 2>&1 | while read -r what; do
              case $what in
                changed) printf 'data: %s\\n\\n' "$(tail -n 1 said)" ;;
                'Watches established.') printf 'event: ready\\n\\n' ;;
              esac
            done
            """;

    private static Client listen(Web web, String event) {
        Client client = web.connect();
        client.send("GET " + Way.AT + " HTTP/1.1\r\nHost: a\r\n\r\n");
        client.upTo(event);
        return client;
    }

    private static void say(Web web, String what) {
        String body = what + "\n";
        HttpAnswer answer = web.request("POST", Way.AT, "Content-Length: " + body.length() + "\r\n", body);
        assertEquals(204, answer.status());
    }

    /** A browser that closes its tab closes the connection; a machine that crashes and comes back resets it. */
    @ParameterizedTest
    @CsvSource({"HTTP,close", "HTTP,reset", "SCGI,close", "SCGI,reset", "FASTCGI,close", "FASTCGI,reset"})
    void whatIsSaidReachesAllAndNothingRemainsOfWhoLeaves(Way way, String end) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "--grace 2", folder.program("chat.cgi", CHAT))) {
            folder.file("said", "");
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(listen(web, "event: ready\n\n"));
            }
            // the script, its watcher, and its loop, which is a process of its own
            Await.until("all processes", () -> Proc.inDirectory(folder.path()).size() == 3 * CLIENTS);
            say(web, "hello");
            for (Client client : clients) {
                client.upTo("data: hello\n\n");
            }
            leave(clients.remove(0), end);
            Await.until("the end of one", () -> Proc.inDirectory(folder.path()).size() == 3 * (CLIENTS - 1));
            say(web, "still there?");
            for (Client client : clients) {
                client.upTo("data: still there?\n\n");
                leave(client, end);
            }
            Await.until("the end of all", () -> Proc.inDirectory(folder.path()).isEmpty());
            Await.until(
                    "no zombie",
                    () -> Proc.descendants(web.listener()).stream().noneMatch(pid -> Proc.state(pid) == 'Z'));
        }
    }

    private static void leave(Client client, String end) {
        if (end.equals("reset")) {
            client.reset();
        } else {
            client.hangUp();
        }
    }
}
