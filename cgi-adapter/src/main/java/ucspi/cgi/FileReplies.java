package ucspi.cgi;

import ucspi.cgi.site.Conditions;
import ucspi.cgi.site.MimeTypes;
import ucspi.cgi.site.Ranges;
import ucspi.cgi.site.Resolution.StaticFile;
import ucspi.cgi.site.Validators;
import ucspi.kernel.FileStatus;
import ucspi.kernel.Kernel;
import ucspi.kernel.Sys;

/**
 * Makes the answers that are files: whole, in parts, or none because the client has it already (RFC 9110, 13 to 15).
 */
final class FileReplies {
    private static final String BOUNDARY_DIGITS = "0123456789abcdefghijklmnopqrstuv";

    private final Sys sys;
    private final Kernel kernel;
    private final OwnReplies own;
    private MimeTypes types;
    private long boundaries;

    FileReplies(Sys sys, OwnReplies own) {
        this.sys = sys;
        this.kernel = sys.kernel();
        this.own = own;
    }

    /**
     * A file.
     *
     * @param program the head of the program that named the file; null if the client did
     */
    Delivery reply(Request request, StaticFile file, CgiResponse program) {
        long now = kernel.realtimeMillis() / 1000;
        Validators validators = Validators.of(file.status(), now);
        Delivery delivery = new Delivery(kernel, file.fd());
        boolean reads = request.methodIs("GET") || request.isHead();
        if (!reads || (program != null && program.status() != 200)) {
            return whole(delivery, request, file, validators, program);
        }
        Conditions conditions = conditions(request);
        switch (conditions.evaluate(validators, now)) {
            case NOT_MODIFIED -> {
                common(own.begin(delivery, 304), file, validators);
                return delivery;
            }
            case FAILED -> {
                delivery.close();
                return own.error(request, 412);
            }
            default -> {
                // proceed
            }
        }
        byte[] range = request.isHead() ? null : request.field("range");
        boolean counts = range != null && conditions.allowRange(validators, now);
        long[] ranges = counts ? Ranges.parse(range, size(file)) : null;
        if (ranges == null) {
            return whole(delivery, request, file, validators, program);
        }
        if (ranges.length == 0) {
            delivery.close();
            return own.error(request, 416, "Content-Range: bytes */" + size(file) + "\r\n");
        }
        return parts(delivery, request, file, validators, program, ranges);
    }

    private static Conditions conditions(Request request) {
        return new Conditions(
                request.field("if-match"),
                request.field("if-none-match"),
                request.field("if-modified-since"),
                request.field("if-unmodified-since"),
                request.field("if-range"));
    }

    private static long size(StaticFile file) {
        return file.status()[FileStatus.BYTES];
    }

    private Delivery whole(
            Delivery delivery, Request request, StaticFile file, Validators validators, CgiResponse program) {
        int status = program == null ? 200 : program.status();
        Wire wire = own.begin(delivery, status, program == null ? new byte[0] : program.reason());
        common(wire, file, validators);
        wire.add("Accept-Ranges: bytes\r\n");
        type(wire, file, program);
        if (program != null) {
            programFields(wire, program.head());
        }
        if (Status.hasNoBody(status)) {
            return delivery;
        }
        delivery.addFile(0, size(file));
        return own.finish(delivery, request);
    }

    private Delivery parts(
            Delivery delivery,
            Request request,
            StaticFile file,
            Validators validators,
            CgiResponse program,
            long[] ranges) {
        Wire wire = own.begin(delivery, 206);
        common(wire, file, validators);
        if (program != null) {
            programFields(wire, program.head());
        }
        if (ranges.length == 2) {
            type(wire, file, program);
            contentRange(wire, file, ranges, 0);
            delivery.addFile(ranges[0], ranges[1] - ranges[0] + 1);
            return own.finish(delivery, request);
        }
        String boundary = boundary(validators);
        wire.add("Content-Type: multipart/byteranges; boundary=").add(boundary).add("\r\n");
        for (int i = 0; i < ranges.length; i += 2) {
            Wire part =
                    new Wire(256).add(i == 0 ? "--" : "\r\n--").add(boundary).add("\r\n");
            type(part, file, program);
            contentRange(part, file, ranges, i);
            add(delivery, part.add("\r\n"));
            delivery.addFile(ranges[i], ranges[i + 1] - ranges[i] + 1);
        }
        add(delivery, new Wire(64).add("\r\n--").add(boundary).add("--\r\n"));
        return own.finish(delivery, request);
    }

    private static void add(Delivery delivery, Wire wire) {
        delivery.add(java.util.Arrays.copyOf(wire.bytes(), wire.length()));
    }

    private static void contentRange(Wire wire, StaticFile file, long[] ranges, int at) {
        wire.add("Content-Range: bytes ").addDecimal(ranges[at]).addByte('-').addDecimal(ranges[at + 1]);
        wire.addByte('/').addDecimal(size(file)).add("\r\n");
    }

    /** What 304 has, too: RFC 9110 section 15.4.5. */
    private static void common(Wire wire, StaticFile file, Validators validators) {
        wire.add("Last-Modified: ");
        HttpDate.add(wire, validators.modified() * 1000);
        wire.add(validators.weak() ? "\r\nETag: W/" : "\r\nETag: ")
                .add(validators.tag())
                .add("\r\n");
        if (file.varies()) {
            wire.add("Vary: Accept-Encoding\r\n");
        }
    }

    private void type(Wire wire, StaticFile file, CgiResponse program) {
        int field = program == null ? -1 : program.head().find(FieldNames.CONTENT_TYPE, 0);
        wire.add("Content-Type: ");
        if (field >= 0) {
            wire.add(program.head().value(field));
        } else {
            types = types == null ? MimeTypes.ofSystem(sys) : types;
            MimeTypes present = types == null ? new MimeTypes(new byte[0]) : types;
            wire.add(present.of(file.name()));
        }
        wire.add(file.gzip() ? "\r\nContent-Encoding: gzip\r\n" : "\r\n");
    }

    /** What the program says of the response, but for what only the file can say. */
    private static void programFields(Wire wire, Head head) {
        for (int i = 0; i < head.count(); i++) {
            boolean ours = head.nameIs(i, FieldNames.STATUS)
                    || head.nameIs(i, FieldNames.CONTENT_LENGTH)
                    || head.nameIs(i, FieldNames.CONTENT_TYPE)
                    || head.nameIs(i, FieldNames.DATE)
                    || head.nameIs(i, "accept-ranges")
                    || head.nameIs(i, "content-range")
                    || head.nameIs(i, "etag")
                    || head.nameIs(i, "last-modified")
                    || FieldNames.isForFrontEnd(head, i)
                    || FieldNames.isHopByHop(head, i);
            if (!ours) {
                wire.add(head.bytes(), head.nameStart(i), head.nameEnd(i)).add(": ");
                wire.add(head.bytes(), head.valueStart(i), head.valueEnd(i)).add("\r\n");
            }
        }
    }

    /** 13 letters and digits that a file cannot know of: of its tag, the time, and a count. */
    private String boundary(Validators validators) {
        long bits = kernel.monotonicNanos() * 0x9e3779b97f4a7c15L + boundaries++;
        for (byte b : validators.tag()) {
            bits = bits * 31 + b;
        }
        StringBuilder text = new StringBuilder("part-");
        for (int i = 0; i < 13; i++) {
            text.append(BOUNDARY_DIGITS.charAt((int) (bits >>> (5 * i)) & 31));
        }
        return text.toString();
    }
}
