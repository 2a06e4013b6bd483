package ucspi.cgi;

import java.util.Arrays;
import java.util.List;
import ucspi.cgi.site.Resolution;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Spawn;

/** Makes the programs of a site ready to run: each in its own directory, with paths that say where it is. */
final class SitePrograms {
    private final StartSupplies supplies;
    private final byte[][] ours;
    private final List<String> passed;
    private final boolean passAuthorization;

    /**
     * @param ours the environment of this process
     * @param passed names of variables to pass to programs
     */
    SitePrograms(StartSupplies supplies, byte[][] ours, List<String> passed, boolean passAuthorization) {
        this.supplies = supplies;
        this.ours = ours;
        this.passed = passed;
        this.passAuthorization = passAuthorization;
    }

    /**
     * The program that a path stands for. {@link Resolution.Program#uid} and {@link Resolution.Program#gid} say
     * whose it is; it runs as whoever the adapter is.
     */
    CgiProgram of(Resolution.Program found) {
        byte[] scriptName = Arrays.copyOf(found.path(), found.scriptLength());
        ProgramPaths paths = new ProgramPaths(scriptName, found.root());
        EnvironmentBlock block = new EnvironmentBlock();
        block.setFixed(FixedEnvironment.entries(ours, passed, found.file(), found.root()));
        Spawn spawn = new Spawn(block).command(new byte[][] {found.file()}, null);
        spawn.directory = Bytes.path(directory(found.file()));
        spawn.flags = Spawn.OWN_GROUP;
        CgiEnvironment environment = new CgiEnvironment(block, paths, passAuthorization);
        return new CgiProgram(supplies, spawn, Bytes.string(found.file()), paths, environment, found.nph(), false);
    }

    private static byte[] directory(byte[] file) {
        int end = file.length - 1;
        while (end > 1 && file[end] != '/') {
            end--;
        }
        return Arrays.copyOf(file, end);
    }
}
