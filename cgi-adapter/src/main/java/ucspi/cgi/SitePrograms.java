package ucspi.cgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.cgi.site.Account;
import ucspi.cgi.site.Resolution;
import ucspi.cli.SpawnOptions;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Identity;
import ucspi.kernel.Spawn;

/** Makes the programs of a site ready to run: each in its own directory, with paths that say where it is. */
final class SitePrograms {
    private static final byte[] COMPLAINT = Bytes.ascii("cgi-adapter: ");

    private final StartSupplies supplies;
    private final byte[][] ours;
    private final List<String> passed;
    private final boolean passAuthorization;
    private final Protocol protocol;
    private final SpawnOptions surroundings;

    /**
     * @param ours the environment of this process
     * @param passed names of variables to pass to programs
     */
    SitePrograms(StartSupplies supplies, byte[][] ours, List<String> passed, CgiAdapterOptions options) {
        this.supplies = supplies;
        this.ours = ours;
        this.passed = passed;
        this.passAuthorization = options.passAuthorization;
        this.protocol = options.protocol;
        this.surroundings = options.spawn;
    }

    /** The program that a path stands for; it runs as its owner if the resolution says so. */
    CgiProgram of(Resolution.Program found) {
        byte[] scriptName = Arrays.copyOf(found.path(), found.scriptLength());
        ProgramPaths paths = new ProgramPaths(scriptName, found.root());
        EnvironmentBlock block = new EnvironmentBlock();
        byte[][] fixed = FixedEnvironment.entries(ours, passed, found.file(), found.root());
        fixed = isTaken(found) ? withUser(fixed, found.owner().account()) : fixed;
        block.setFixed(fixed);
        Spawn spawn = new Spawn(block).command(new byte[][] {found.file()}, null);
        spawn.directory = Bytes.path(directory(found.file()));
        spawn.flags = Spawn.OWN_GROUP;
        surroundings.apply(spawn);
        if (isTaken(found)) {
            Account account = found.owner().account();
            spawn.identity =
                    new Identity(account.uid(), account.gid(), found.owner().groups());
            spawn.complaint = COMPLAINT;
        }
        // what a front end says of files is not about those of the site
        boolean isHttp = !protocol.hasVariables();
        ProgramEnvironment environment = isHttp
                ? new CgiEnvironment(block, paths, passAuthorization)
                : new FrontEnvironment(block, paths, passAuthorization, fixed, new byte[0][]);
        return new CgiProgram(
                supplies,
                spawn,
                Bytes.string(found.file()),
                paths,
                environment,
                isHttp && found.nph(),
                protocol == Protocol.FASTCGI,
                found.owner() == null ? -1 : found.owner().account().uid());
    }

    private static byte[] directory(byte[] file) {
        int end = file.length - 1;
        while (end > 1 && file[end] != '/') {
            end--;
        }
        return Arrays.copyOf(file, end);
    }

    private static boolean isTaken(Resolution.Program found) {
        return found.owner() != null && found.owner().isTaken();
    }

    /** The user's own variables in the place of ours; no shell, as nobody has logged in. */
    private static byte[][] withUser(byte[][] entries, Account account) {
        List<byte[]> all = new ArrayList<>(Arrays.asList(entries));
        for (String name : new String[] {"HOME", "USER", "LOGNAME", "SHELL"}) {
            all.removeIf(entry -> Bytes.startsWith(entry, Bytes.ascii(name + "=")));
        }
        all.add(Bytes.latin1("HOME=" + Bytes.string(account.home())));
        all.add(Bytes.latin1("USER=" + Bytes.string(account.name())));
        all.add(Bytes.latin1("LOGNAME=" + Bytes.string(account.name())));
        return all.toArray(new byte[0][]);
    }
}
