package ucspi.cgi;

import ucspi.kernel.Kernel;

/**
 * What all connections of a process share.
 *
 * @param protocol what connections speak
 * @param resolver what answers requests; null if the revision decides that is served at the time
 * @param tree the tree that deploys change; null for none
 * @param pages what errors look like
 * @param access the form of the access log
 * @param view who looks on while requests are served; null for nobody
 * @param limits how long and how much
 * @param reaper who collects the children
 * @param orphans whose children those are that nobody else waits for
 * @param departure whether connections are to end
 * @param slots how many programs may run
 * @param buffers room for bytes that are moved
 * @param spoolDirectory where bodies that are too large for memory are kept
 */
record Service(
        Kernel kernel,
        Protocol protocol,
        Resolver resolver,
        DeployedTree tree,
        ErrorPages pages,
        AccessFormat access,
        View view,
        Limits limits,
        Reaper reaper,
        Orphans orphans,
        Departure departure,
        Slots slots,
        Buffers buffers,
        byte[] spoolDirectory) {}
