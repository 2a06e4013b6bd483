package ucspi.cgi;

import picocli.CommandLine.Option;
import ucspi.cli.RlimitText;
import ucspi.kernel.ResourceLimits;

/** Short forms of --rlimit for the resources that programs of a web site are limited in; a picocli mixin. */
public final class LimitOptions {
    private final ResourceLimits limits;

    /**
     * @param limits where the limits are set
     */
    LimitOptions(ResourceLimits limits) {
        this.limits = limits;
    }

    @Option(names = "--rlimit-cpu", paramLabel = "seconds", description = "The same as --rlimit cpu=seconds.")
    public void cpu(String text) {
        set("cpu", text);
    }

    @Option(names = "--rlimit-as", paramLabel = "bytes", description = "The same as --rlimit as=bytes: all memory.")
    public void addressSpace(String text) {
        set("as", text);
    }

    @Option(names = "--rlimit-data", paramLabel = "bytes", description = "The same as --rlimit data=bytes.")
    public void data(String text) {
        set("data", text);
    }

    @Option(names = "--rlimit-stack", paramLabel = "bytes", description = "The same as --rlimit stack=bytes.")
    public void stack(String text) {
        set("stack", text);
    }

    @Option(names = "--rlimit-fsize", paramLabel = "bytes", description = "The same as --rlimit fsize=bytes.")
    public void fileSize(String text) {
        set("fsize", text);
    }

    @Option(names = "--rlimit-core", paramLabel = "bytes", description = "The same as --rlimit core=bytes.")
    public void core(String text) {
        set("core", text);
    }

    @Option(names = "--rlimit-nofile", paramLabel = "n", description = "The same as --rlimit nofile=n: open files.")
    public void openFiles(String text) {
        set("nofile", text);
    }

    @Option(
            names = "--rlimit-nproc",
            paramLabel = "n",
            description = "The same as --rlimit nproc=n: processes of the user.")
    public void processes(String text) {
        set("nproc", text);
    }

    private void set(String resource, String text) {
        RlimitText.read("--rlimit-" + resource, ResourceLimits.number(resource), text, limits);
    }
}
