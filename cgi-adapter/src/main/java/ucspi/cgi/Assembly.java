package ucspi.cgi;

import ucspi.cgi.site.InternalFiles;
import ucspi.cgi.site.Site;
import ucspi.event.EventLoop;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/** Makes what all connections of a process share, as the command line says. */
final class Assembly {
    private static final byte[] TMP = Bytes.ascii("/tmp");

    private final CgiAdapterOptions options;
    private final Sys sys;
    private final Kernel kernel;
    private final EventLoop loop;
    private final ErrorPages pages;

    /**
     * @throws ucspi.kernel.SysException if the system lacks what the options name
     */
    Assembly(CgiAdapterOptions options, Sys sys, EventLoop loop) {
        this.options = options;
        this.sys = sys;
        this.kernel = sys.kernel();
        this.loop = loop;
        this.pages = new ErrorPages(sys, options.errorPages);
    }

    /** Where bodies go that are too large for memory. */
    byte[] spoolDirectory() {
        byte[] temporary = sys.environment("TMPDIR");
        return temporary == null || temporary.length == 0 ? TMP : temporary;
    }

    /** For a process that serves one connection. */
    Service single(Reaper reaper) {
        return trial(reaper, options.trace ? new Trace(kernel) : null);
    }

    /** For one request that is tried. */
    Service trial(Reaper reaper, View view) {
        return service(view, reaper, new EveryOrphan(kernel, reaper), new Departure(), SlotLimits.UNLIMITED);
    }

    /** For a process that serves many. */
    Service resident(Resident resident) {
        View view = options.trace ? new Trace(kernel) : null;
        return service(view, resident.reaper(), resident.orphans(), resident.departure(), options.resident.slots());
    }

    private Service service(View view, Reaper reaper, Orphans orphans, Departure departure, SlotLimits slots) {
        StartSupplies supplies = new StartSupplies(kernel, loop);
        DeployedTree.Maker maker = (root, revision) -> resolver(supplies, root, revision);
        DeployedTree tree = tree(maker);
        return new Service(
                kernel,
                options.protocol(),
                tree == null ? maker.make(null, null) : null,
                tree,
                pages,
                options.access,
                view,
                limits(),
                reaper,
                orphans,
                departure,
                new Slots(loop::later, slots),
                new Buffers(),
                spoolDirectory());
    }

    private Limits limits() {
        return new Limits(
                options.headTimeout,
                options.bodyTimeout,
                options.programTimeout,
                options.grace,
                options.deployWait,
                options.keepAlive,
                options.heartbeat,
                options.resident.queueSeconds,
                options.maxBody,
                options.streamBody);
    }

    private DeployedTree tree(DeployedTree.Maker maker) {
        if (options.deploy == null && options.deployLock == null) {
            return null;
        }
        return new DeployedTree(
                sys,
                options.deploy == null ? null : SiteResolver.absolute(kernel, options.deploy),
                options.deployLock == null ? null : SiteResolver.absolute(kernel, options.deployLock),
                maker);
    }

    /**
     * What answers requests.
     *
     * @param root where the revision's files are, null for anywhere
     * @param revision its name, null if there is none
     */
    private Resolver resolver(StartSupplies supplies, byte[] root, byte[] revision) {
        Programs programs = new Programs(options, sys, supplies, root, revision);
        return options.site.isSite() ? site(programs) : new SingleProgram(programs.single());
    }

    private Resolver site(Programs programs) {
        SiteOptions site = options.site;
        boolean hasHosts = site.hosts != null;
        byte[] directory = programs.inTree(hasHosts ? site.hosts : site.directory);
        InternalFiles internal = site.internal == null ? null : new InternalFiles(sys, programs.inTree(site.internal));
        OwnReplies own = new OwnReplies(kernel, pages);
        return new SiteResolver(
                kernel,
                new Site(sys, directory, hasHosts, site.users(), site.listDirectories),
                programs.ofSite(),
                internal,
                new FileReplies(sys, own),
                own);
    }
}
