package ucspi.cgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ucspi.kernel.Bytes;
import ucspi.kernel.EnvironmentBlock;
import ucspi.kernel.Spawn;
import ucspi.kernel.Sys;

/** Makes programs of what the command line says, in the tree of one revision if deploys keep it. */
final class Programs {
    /** The variable that tells a program the revision that it runs on. */
    private static final String REVISION = "DEPLOY_REVISION";

    private static final byte[] NPH = Bytes.ascii("nph-");

    private final CgiAdapterOptions options;
    private final Sys sys;
    private final StartSupplies supplies;
    private final byte[] root;
    private final byte[][] ours;
    private final List<String> passed;

    /**
     * @param root the absolute path of the revision's files; null if no deploy keeps them
     * @param revision its name; null if it has none
     */
    Programs(CgiAdapterOptions options, Sys sys, StartSupplies supplies, byte[] root, byte[] revision) {
        this.options = options;
        this.sys = sys;
        this.supplies = supplies;
        this.root = root;
        this.passed = new ArrayList<>(options.passed);
        byte[][] environment = sys.kernel().environment();
        if (root != null) {
            environment = withRevision(environment, revision);
            passed.add(REVISION);
        }
        this.ours = environment;
    }

    private static byte[][] withRevision(byte[][] environment, byte[] revision) {
        byte[] prefix = Bytes.ascii(REVISION + "=");
        byte[][] all = new byte[environment.length + 1][];
        int count = 0;
        for (byte[] entry : environment) {
            if (!Bytes.startsWith(entry, prefix)) {
                all[count++] = entry;
            }
        }
        if (revision != null) {
            all[count] = Arrays.copyOf(prefix, prefix.length + revision.length);
            System.arraycopy(revision, 0, all[count++], prefix.length, revision.length);
        }
        return Arrays.copyOf(all, count);
    }

    /** An absolute path: a relative one is below the revision's files, if there are such. */
    byte[] inTree(String path) {
        boolean isBelow = root != null && (path.isEmpty() || path.charAt(0) != '/');
        return isBelow ? below(Bytes.latin1(path)) : SiteResolver.absolute(sys.kernel(), path);
    }

    private byte[] below(byte[] path) {
        int from = path.length > 1 && path[0] == '.' && path[1] == '/' ? 2 : 0;
        byte[] whole = Arrays.copyOf(root, root.length + 1 + path.length - from);
        whole[root.length] = '/';
        System.arraycopy(path, from, whole, root.length + 1, path.length - from);
        return whole;
    }

    /** Those of a site. */
    SitePrograms ofSite() {
        return new SitePrograms(supplies, ours, passed, options);
    }

    /** The one of the command line. */
    CgiProgram single() {
        byte[][] argv = new byte[options.program.size()][];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = Bytes.latin1(options.program.get(i));
        }
        if (root != null && Bytes.indexOf(argv[0], '/') > 0) {
            argv[0] = below(argv[0]);
        }
        ProgramFile file = ProgramFile.of(sys, argv);
        byte[] documentRoot = documentRoot();
        ProgramPaths paths = new ProgramPaths(Bytes.latin1(options.scriptName), documentRoot);
        EnvironmentBlock block = new EnvironmentBlock();
        byte[] name = argv[0];
        argv[0] = file.path();
        Spawn spawn = new Spawn(block).command(argv, sys.environment("PATH"));
        argv[0] = name;
        spawn.arguments = Bytes.block(argv);
        spawn.directory = file.directory() == null && root != null ? Bytes.path(root) : file.directory();
        spawn.flags = Spawn.OWN_GROUP;
        options.spawn.apply(spawn);
        boolean isHttp = !options.protocol.hasVariables();
        return new CgiProgram(
                supplies,
                spawn,
                options.program.get(0),
                paths,
                isHttp ? environment(block, paths, file) : frontEnvironment(block, paths, file),
                isHttp && (options.nph || isNph(name)),
                options.protocol == Protocol.FASTCGI,
                -1);
    }

    private byte[] documentRoot() {
        String path = options.documentRoot;
        return path == null ? null : root == null ? Bytes.latin1(path) : inTree(path);
    }

    private ProgramEnvironment environment(EnvironmentBlock block, ProgramPaths paths, ProgramFile file) {
        block.setFixed(FixedEnvironment.entries(ours, passed, file.path(), paths.documentRoot()));
        return new CgiEnvironment(block, paths, options.passAuthorization);
    }

    private ProgramEnvironment frontEnvironment(EnvironmentBlock block, ProgramPaths paths, ProgramFile file) {
        byte[][] fixed = FixedEnvironment.passed(ours, passed);
        block.setFixed(fixed);
        byte[][] own = FixedEnvironment.own(file.path(), paths.documentRoot());
        return new FrontEnvironment(block, paths, options.passAuthorization, fixed, own);
    }

    private static boolean isNph(byte[] name) {
        int base = name.length;
        while (base > 0 && name[base - 1] != '/') {
            base--;
        }
        return Bytes.startsWith(Arrays.copyOfRange(name, base, name.length), NPH);
    }
}
