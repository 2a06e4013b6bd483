package ucspi.deploy;

import ucspi.kernel.Bytes;
import ucspi.kernel.Sys;

/** The kinds of Git servers that tell of pushes, by the header fields that they do it with. */
enum Forge {
    /** Also sends Gitea's fields, and GitHub's. */
    FORGEJO("HTTP_X_FORGEJO_EVENT", "HTTP_X_FORGEJO_DELIVERY", "HTTP_X_FORGEJO_SIGNATURE", "", "push"),

    /** Also sends GitHub's fields. */
    GITEA("HTTP_X_GITEA_EVENT", "HTTP_X_GITEA_DELIVERY", "HTTP_X_GITEA_SIGNATURE", "", "push"),

    /** Signs nothing: sends the secret itself. */
    GITLAB("HTTP_X_GITLAB_EVENT", "HTTP_X_GITLAB_EVENT_UUID", "HTTP_X_GITLAB_TOKEN", "", "Push Hook"),

    /** The one whose fields the others imitate. */
    GITHUB("HTTP_X_GITHUB_EVENT", "HTTP_X_GITHUB_DELIVERY", "HTTP_X_HUB_SIGNATURE_256", "sha256=", "push");

    private final String event;
    private final String delivery;
    private final String signature;
    private final String prefix;
    private final String push;

    Forge(String event, String delivery, String signature, String prefix, String push) {
        this.event = event;
        this.delivery = delivery;
        this.signature = signature;
        this.prefix = prefix;
        this.push = push;
    }

    /** Which one sent the request that the environment describes; null if none did. */
    static Forge of(Sys sys) {
        for (Forge forge : values()) {
            if (sys.environment(forge.event) != null) {
                return forge;
            }
        }
        return null;
    }

    /** Its name in records. */
    String label() {
        return switch (this) {
            case FORGEJO -> "forgejo";
            case GITEA -> "gitea";
            case GITLAB -> "gitlab";
            case GITHUB -> "github";
        };
    }

    private static String text(Sys sys, String variable) {
        byte[] value = sys.environment(variable);
        return value == null ? "" : Bytes.string(value);
    }

    /** Whether it tells of a push, and not of something else that happened. */
    boolean isPush(Sys sys) {
        return text(sys, event).equals(push);
    }

    /** The name of this telling; empty without one. */
    String delivery(Sys sys) {
        return text(sys, delivery);
    }

    /** Whether it signs what it tells. */
    boolean signs() {
        return this != GITLAB;
    }

    /** What is to prove that it is the one that knows the secret; empty if there is nothing. */
    String proof(Sys sys) {
        String text = text(sys, signature);
        return text.startsWith(prefix) ? text.substring(prefix.length()) : "";
    }

    /** What the proof has to be. */
    String wanted(byte[] secret, byte[] body) {
        return signs() ? Hmac.hex(Hmac.sha256(secret, body)) : Bytes.string(secret);
    }

    /** Who pushed, as it tells; null if it does not. */
    String pusher(Object json) {
        return switch (this) {
            case GITHUB -> Json.string(json, "pusher", "name");
            case GITLAB -> Json.string(json, "user_username");
            default -> Json.string(json, "pusher", "login");
        };
    }
}
