package ucspi.deploy;

import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.Environment;
import ucspi.kernel.Kernel;
import ucspi.server.DeployLock;

/**
 * The environments of the programs that a deploy runs: of ours only what is on a list. A hook of Git is started with
 * variables that name its own repository, and a CGI program with what a stranger sent; neither is for anybody else.
 */
final class Surroundings {
    private static final List<String> FOR_ALL = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "LC_MESSAGES",
            "TZ",
            "TMPDIR",
            "JAVA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_RUNTIME_DIR",
            DeployLock.VARIABLE);

    private static final List<String> FOR_GIT = List.of(
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_EXEC_PATH",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_SSL_CAINFO",
            "GNUPGHOME",
            "SSH_AUTH_SOCK",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    private final Kernel kernel;

    Surroundings(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Of a program that is none of ours. */
    Environment plain() {
        return chosen(false);
    }

    /** Of Git, for a repository that its arguments name. */
    Environment git() {
        Environment environment = chosen(true);
        environment.set("GIT_TERMINAL_PROMPT", "0");
        environment.set("LC_ALL", "C");
        return environment;
    }

    private Environment chosen(boolean forGit) {
        Environment environment = new Environment(kernel);
        for (byte[] entry : kernel.environment()) {
            int equals = Bytes.indexOf(entry, '=');
            String name = Bytes.string(entry, 0, Math.max(equals, 0));
            if (!FOR_ALL.contains(name) && !(forGit && FOR_GIT.contains(name))) {
                environment.remove(name + "=");
            }
        }
        return environment;
    }
}
