package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** deploy webhook: which tellings of a push count, and what comes of those that do not. */
class DeployWebhookIT {
    private static final String SECRET = "0123456789abcdef-secret";
    private static final String PUSH =
            "{\"ref\":\"refs/heads/main\",\"pusher\":{\"name\":\"bob\",\"login\":\"bob\"},\"user_username\":\"bob\"}";

    @TempDir
    private Path temporary;

    private Deployed hub;
    private Path directory;
    private CgiSite site;
    private String before;
    private int deliveries;

    @BeforeEach
    void serveWebhook() throws IOException {
        hub = Deployed.inPlace(temporary, "hub-checkout");
        Files.delete(hub.hub().resolve("hooks/update"));
        Files.delete(hub.hub().resolve("hooks/pre-receive"));
        directory = temporary.toRealPath().resolve("app");
        Deployed.deploy("init", "--releases", "--from", hub.hub().toString(), directory.toString())
                .good();
        Deployed.deploy("pull", directory.toString()).good();
        before = hub.head();
        Path secret = directory.resolve("secret");
        Deployed.write(secret, SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        set("deploy.secretFile", secret.toString());
        set("deploy.maxBody", "1000");
        String options = "--pass GIT_CONFIG_GLOBAL,GIT_CONFIG_NOSYSTEM,JAVA_HOME";
        site = CgiSite.running(
                Files.createTempDirectory("site"), options, Programs.path("deploy"), "webhook", directory.toString());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void set(String name, String value) {
        Deployed.run(directory, "git", "--git-dir=repository.git", "config", name, value)
                .good();
    }

    private static String code(String algorithm, String body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sign(String body) {
        return code("HmacSHA256", body);
    }

    private HttpAnswer post(String fields, String body) {
        return site.request(
                "POST",
                "/",
                "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n" + fields,
                body);
    }

    private String github(String event, String delivery, String signature) {
        return "X-GitHub-Event: " + event + "\r\nX-GitHub-Delivery: " + delivery + "\r\nX-Hub-Signature-256: sha256="
                + signature + "\r\n";
    }

    /** A push that GitHub tells of. */
    private HttpAnswer github(String body) {
        return post(github("push", "d" + deliveries++, sign(body)), body);
    }

    private String record() {
        return Deployed.deploy("log", "-n", "1", directory.toString())
                .good()
                .text()
                .trim();
    }

    private void awaitRecord(String part) {
        Await.until("a record of " + part, () -> record().contains(part));
    }

    private String newRevision() {
        hub.change("text", "x" + System.nanoTime()).push().good();
        return hub.head();
    }

    /** Nothing came of it, and the log says so in one line. */
    private void refused(int status, String reason, HttpAnswer answer) throws IOException {
        assertEquals(status, answer.status(), answer.body());
        site.awaitIdle();
        site.log().await("deploy: webhook");
        String log = site.log().toString();
        String line = "deploy: webhook 127.0.0.1 " + status + ": " + reason;
        assertEquals(1, log.lines().filter(each -> each.startsWith(line)).count(), log);
        assertEquals(1, log.lines().count(), log);
        assertTrue(record().contains(" released pull "), record());
        assertFalse(Files.exists(directory.resolve("deploy/wanted")));
        assertFalse(Files.exists(directory.resolve("deploy/output")));
        String current = Files.readSymbolicLink(directory.resolve("current")).toString();
        assertTrue(current.endsWith("Z-" + before), current);
    }

    @ParameterizedTest
    @CsvSource({
        "github,X-GitHub-Event: push,X-GitHub-Delivery,X-Hub-Signature-256: sha256=",
        "gitea,X-Gitea-Event: push,X-Gitea-Delivery,X-Gitea-Signature: ",
        "forgejo,X-Forgejo-Event: push,X-Forgejo-Delivery,X-Forgejo-Signature: "
    })
    void aPushThatASignedTellingIsOfIsDeployedInTheBackground(
            String forge, String event, String delivery, String signature) {
        String revision = newRevision();
        String fields = event + "\r\n" + delivery + ": 1-2-3\r\n" + signature + " " + sign(PUSH) + "\r\n";
        fields = fields.replace("= ", "=").replace(":  ", ": ");
        assertEquals(202, post(fields, PUSH).status());
        awaitRecord(" released webhook " + forge + ":bob " + before + " " + revision + " ");
    }

    @Test
    void gitlabSendsItsToken() {
        String revision = newRevision();
        String fields = "X-Gitlab-Event: Push Hook\r\nX-Gitlab-Event-UUID: 1\r\nX-Gitlab-Token: ";
        assertEquals(403, post(fields + "wrong\r\n", PUSH).status());
        assertEquals(202, post(fields + SECRET + "\r\n", PUSH).status());
        awaitRecord(" released webhook gitlab:bob " + before + " " + revision + " ");
    }

    @Test
    void aForgedOneIsRefused() throws IOException {
        refused(403, "its signature is wrong", post(github("push", "1", sign(PUSH + " ")), PUSH));
    }

    @Test
    void anUnsignedOneIsRefused() throws IOException {
        refused(401, "it is not signed", post("X-GitHub-Event: push\r\nX-GitHub-Delivery: 1\r\n", PUSH));
    }

    @Test
    void sha1IsRefused() throws IOException {
        String fields =
                "X-GitHub-Event: push\r\nX-GitHub-Delivery: 1\r\nX-Hub-Signature: sha1=" + code("HmacSHA1", PUSH);
        refused(401, "a signature by SHA-1 proves nothing", post(fields + "\r\n", PUSH));
    }

    @Test
    void aReplayedOneIsRefusedUnderAnyName() {
        newRevision();
        assertEquals(202, post(github("push", "same", sign(PUSH)), PUSH).status());
        awaitRecord(" released webhook ");
        String other = PUSH + " ";
        assertEquals(409, post(github("push", "same", sign(other)), other).status());
        assertEquals(409, post(github("push", "other", sign(PUSH)), PUSH).status());
        site.log().await(0, "of it", line -> line.endsWith(" 409: it was delivered before"));
        assertEquals(202, post(github("push", "other", sign(other)), other).status());
    }

    @Test
    void aTooLargeOneIsRefusedBeforeItIsRead() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100000000\r\n\r\n";
        try (Client client = site.connect().send(head)) {
            refused(413, "it", HttpAnswer.first(client.all()));
        }
    }

    @Test
    void aMalformedOneIsRefused() throws IOException {
        refused(400, "it is no JSON", github("{\"ref\":\"refs/heads/main\",}"));
    }

    @Test
    void oneWithoutARefIsRefused() throws IOException {
        refused(400, "it names no ref", github("{\"ref\":[\"refs/heads/main\"]}"));
    }

    @Test
    void formsAreRefused() throws IOException {
        String fields = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n";
        refused(415, "it is not application/json", site.request("POST", "/", fields, "x"));
    }

    @Test
    void onlyPostIsAnswered() throws IOException {
        refused(405, "only POST", site.get("/"));
    }

    @Test
    void whatNobodySentIsRefused() throws IOException {
        refused(400, "no Git server that is known", post("", PUSH));
    }

    @Test
    void otherBranchesAreIgnored() throws IOException {
        refused(200, "not the branch", github("{\"ref\":\"refs/heads/main2\"}"));
    }

    @Test
    void otherEventsAreIgnored() throws IOException {
        refused(200, "not a push", post(github("ping", "1", sign("{}")), "{}"));
    }

    @Test
    void aSecretThatOthersCanReadIsNone() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("secret"), PosixFilePermissions.fromString("rw-r-----"));
        refused(500, directory + "/secret can be read by others", github(PUSH));
    }

    @Test
    void aShortSecretIsNone() throws IOException {
        Files.writeString(directory.resolve("secret"), "short\n");
        refused(500, directory + "/secret has fewer than 16 bytes", github(PUSH));
    }

    @Test
    void theNewestWishIsDeployedOnceTheDeployBeforeIsOver() throws IOException {
        Path mutex = directory.resolve("deploy/mutex");
        String last;
        try (FileChannel file = FileChannel.open(mutex, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertTrue(lock.isValid());
            newRevision();
            assertEquals(202, github(PUSH).status());
            Await.until("a deploy that waits", () -> Files.exists(directory.resolve("deploy/taken")));
            for (int i = 0; i < 5; i++) {
                newRevision();
                assertEquals(202, github(PUSH + " ".repeat(i + 1)).status());
            }
            last = hub.head();
        }
        awaitRecord(" " + last + " ");
        Await.until("the end", () -> !Files.exists(directory.resolve("deploy/wanted")));
        Await.until("the end", () -> !Files.exists(directory.resolve("deploy/taken")));
        long records =
                Deployed.deploy("log", directory.toString()).text().lines().count();
        assertEquals(2, records);
    }

    @Test
    void aWishOutlivesWhoeverWasToFulfilIt() throws IOException {
        set("deploy.webhookStart", "false");
        String revision = newRevision();
        assertEquals(202, github(PUSH).status());
        Deployed.deploy("status", directory.toString()).good().says("waiting: what a webhook asked for");
        Files.move(directory.resolve("deploy/wanted"), directory.resolve("deploy/taken"));
        Deployed.deploy("pull", "--wanted", directory.toString()).good();
        assertTrue(record().contains(" released webhook github:bob " + before + " " + revision), record());
        Deployed.deploy("pull", "--wanted", directory.toString()).good();
        assertFalse(Files.exists(directory.resolve("deploy/taken")));
    }
}
