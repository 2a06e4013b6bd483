package ucspi.cgi;

import ucspi.kernel.Kernel;

/** Takes every child for a descendant of the one program that runs: where this process serves one connection. */
final class EveryOrphan implements Orphans {
    private final Kernel kernel;
    private final Reaper reaper;
    private final ChildList children;

    EveryOrphan(Kernel kernel, Reaper reaper) {
        this.kernel = kernel;
        this.reaper = reaper;
        this.children = new ChildList(kernel);
    }

    @Override
    public void signal(byte[] mark, int signal) {
        children.each(pid -> kernel.kill(pid, signal));
    }

    @Override
    public boolean areGone(byte[] mark, long since) {
        return reaper.reap();
    }
}
