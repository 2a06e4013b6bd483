package ucspi.cgi;

import java.util.Arrays;
import ucspi.cgi.site.Codings;
import ucspi.cgi.site.InternalFiles;
import ucspi.cgi.site.Question;
import ucspi.cgi.site.Resolution;
import ucspi.cgi.site.Site;
import ucspi.kernel.Bytes;
import ucspi.kernel.Kernel;

/** Answers requests from a site: asks it what a path stands for, and makes the answer of that. */
final class SiteResolver implements Resolver {
    private final Kernel kernel;
    private final Log log;
    private final Site site;
    private final SitePrograms programs;
    private final InternalFiles internal;
    private final FileReplies files;
    private final OwnReplies own;

    /**
     * @param internal where files are that programs may name; null for nowhere
     */
    SiteResolver(
            Kernel kernel,
            Site site,
            SitePrograms programs,
            InternalFiles internal,
            FileReplies files,
            OwnReplies own) {
        this.kernel = kernel;
        this.log = new Log(kernel);
        this.site = site;
        this.programs = programs;
        this.internal = internal;
        this.files = files;
        this.own = own;
    }

    @Override
    public Reply resolve(Request request) {
        boolean reads = request.methodIs("GET") || request.isHead();
        Resolution found = site.resolve(new Question(
                request.uri(),
                request.path(),
                request.host(),
                reads,
                Codings.acceptGzip(request.field("accept-encoding"))));
        if (found instanceof Resolution.Program program) {
            return new Reply.Run(programs.of(program), request.withPath(program.path()));
        }
        return new Reply.Send(reply(request, found, reads));
    }

    private Delivery reply(Request request, Resolution found, boolean reads) {
        if (found instanceof Resolution.Redirect redirect) {
            return own.redirect(request, redirect.location());
        }
        if (found instanceof Resolution.Refusal refusal) {
            return refused(request, refusal);
        }
        if (!reads) {
            close(found);
            return own.method(request);
        }
        if (found instanceof Resolution.StaticFile file) {
            return files.reply(request, file, null);
        }
        Resolution.Listing listing = (Resolution.Listing) found;
        return own.listing(request, listing.names(), listing.location(), listing.isRoot());
    }

    private void close(Resolution found) {
        if (found instanceof Resolution.StaticFile file) {
            kernel.close(file.fd());
        }
    }

    private Delivery refused(Request request, Resolution.Refusal refusal) {
        if (refusal.reason() != null) {
            log.line(refusal.status() + ": " + refusal.reason());
        }
        return own.error(request, refusal.status());
    }

    @Override
    public boolean sendsFiles() {
        return internal != null;
    }

    @Override
    public Delivery file(Request request, CgiResponse program) {
        if (internal == null) {
            throw new BadResponse("the program names a file to send, and --internal is not given");
        }
        if (site.isUsers(request.uri(), request.path())) {
            // those files are the site's own, and not every user's
            log.line("502: a user's program names a file to send");
            return own.error(request, 502);
        }
        Resolution found = find(program.head());
        if (found instanceof Resolution.StaticFile file) {
            return files.reply(request, file, program);
        }
        return refused(request, (Resolution.Refusal) found);
    }

    private Resolution find(Head head) {
        int accel = head.find(FieldNames.X_ACCEL_REDIRECT, 0);
        if (accel < 0) {
            return internal.byName(head.value(head.find(FieldNames.X_SENDFILE, 0)));
        }
        byte[] value = head.value(accel);
        if (value.length == 0 || value[0] != '/') {
            return new Resolution.Refusal(502, "a program's X-Accel-Redirect is no path");
        }
        try {
            // no encoded slash: what it would lead to can be written with a plain one
            return internal.byPath(Target.origin(value, 0, value.length).path());
        } catch (BadRequest e) {
            return new Resolution.Refusal(502, "a program's X-Accel-Redirect is invalid");
        }
    }

    /** A directory's path as an absolute one without a slash at its end. */
    static byte[] absolute(Kernel kernel, String name) {
        byte[] given = Bytes.latin1(name);
        int length = given.length;
        while (length > 1 && given[length - 1] == '/') {
            length--;
        }
        if (length > 0 && given[0] == '/') {
            return Arrays.copyOf(given, length);
        }
        byte[] working = new byte[4096];
        int at = Math.max(kernel.readlinkat(ucspi.kernel.Linux.AT_FDCWD, Bytes.path("/proc/self/cwd"), working), 0);
        byte[] path = Arrays.copyOf(working, at + 1 + length);
        path[at] = '/';
        System.arraycopy(given, 0, path, at + 1, length);
        return path;
    }
}
