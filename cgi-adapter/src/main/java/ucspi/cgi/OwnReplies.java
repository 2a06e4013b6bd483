package ucspi.cgi;

import java.util.List;
import ucspi.cgi.site.Entries;
import ucspi.kernel.Kernel;

/** Makes the answers of a site that are neither files nor programs: errors, redirections, listings. */
final class OwnReplies {
    private static final String ALLOWED = "Allow: GET, HEAD, OPTIONS\r\n";

    /** A list that is longer is cut: it is made in memory. */
    private static final int MOST_PAGE_BYTES = 1 << 20;

    private final Kernel kernel;
    private final ErrorPages pages;

    OwnReplies(Kernel kernel, ErrorPages pages) {
        this.kernel = kernel;
        this.pages = pages;
    }

    /** Begins a response; what comes next are its fields. */
    Wire begin(Delivery delivery, int status) {
        return begin(delivery, status, new byte[0]);
    }

    /**
     * Begins a response with a reason phrase of somebody else's.
     *
     * @param reason empty for the usual one
     */
    Wire begin(Delivery delivery, int status, byte[] reason) {
        Wire wire = delivery.head(status, reason).add("Date: ");
        HttpDate.add(wire, kernel.realtimeMillis());
        return wire.add("\r\n");
    }

    /** Ends a response with all of its body, which HEAD does not get. */
    Delivery finish(Delivery delivery, Request request) {
        delivery.head().add("Content-Length: ").addDecimal(delivery.length()).add("\r\n");
        if (request.isHead()) {
            delivery.dropBody();
        }
        return delivery;
    }

    /** An error. */
    Delivery error(Request request, int status) {
        return error(request, status, "");
    }

    /**
     * An error.
     *
     * @param fields further fields, each with its line end
     */
    Delivery error(Request request, int status, String fields) {
        Delivery delivery = new Delivery(kernel, -1);
        ErrorPages.Page page = pages.page(status);
        begin(delivery, status)
                .add(fields)
                .add("Content-Type: ")
                .add(page.type())
                .add("\r\n");
        delivery.add(page.body());
        return finish(delivery, request);
    }

    /** The answer to a method that files do not have, or to the question which ones they do. */
    Delivery method(Request request) {
        if (!request.methodIs("OPTIONS")) {
            return error(request, isKnown(request) ? 405 : 501, isKnown(request) ? ALLOWED : "");
        }
        Delivery delivery = new Delivery(kernel, -1);
        begin(delivery, 200).add(ALLOWED);
        return finish(delivery, request);
    }

    private static boolean isKnown(Request request) {
        return request.methodIs("POST")
                || request.methodIs("PUT")
                || request.methodIs("PATCH")
                || request.methodIs("DELETE");
    }

    /** Sends the client to another path; the method stays the same unless it is one that only reads. */
    Delivery redirect(Request request, byte[] location) {
        boolean reads = request.methodIs("GET") || request.isHead();
        int status = reads ? 301 : 308;
        Delivery delivery = new Delivery(kernel, -1);
        Wire wire = begin(delivery, status).add("Location: ").add(location);
        if (request.query().length > 0) {
            wire.addByte('?').add(request.query());
        }
        ErrorPages.Page page = pages.page(status);
        wire.add("\r\nContent-Type: ").add(page.type()).add("\r\n");
        delivery.add(page.body());
        return finish(delivery, request);
    }

    /**
     * A page that lists names.
     *
     * @param names those of directories with a slash at the end
     * @param location the directory's path, encoded
     */
    Delivery listing(Request request, List<byte[]> names, byte[] location, boolean isRoot) {
        Wire page = new Wire(4096).add("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Index of ");
        page.add(location).add("</title>\n<h1>Index of ").add(location).add("</h1>\n<ul>\n");
        if (!isRoot) {
            page.add("<li><a href=\"../\">../</a>\n");
        }
        int shown = 0;
        while (shown < names.size() && page.length() < MOST_PAGE_BYTES) {
            byte[] name = names.get(shown++);
            // "./": a name with a colon would be taken for a URL
            page.add("<li><a href=\"./").add(Entries.link(name)).add("\">");
            escape(page, name);
            page.add("</a>\n");
        }
        page.add(shown < Entries.MOST && shown == names.size() ? "</ul>\n" : "</ul>\n<p>There is more.\n");
        Delivery delivery = new Delivery(kernel, -1);
        begin(delivery, 200).add("Content-Type: text/html; charset=utf-8\r\n");
        delivery.add(java.util.Arrays.copyOf(page.bytes(), page.length()));
        return finish(delivery, request);
    }

    private static void escape(Wire page, byte[] name) {
        for (byte b : name) {
            switch (b) {
                case '&' -> page.add("&amp;");
                case '<' -> page.add("&lt;");
                case '>' -> page.add("&gt;");
                case '"' -> page.add("&quot;");
                case '\'' -> page.add("&#39;");
                default -> page.addByte(b >= 0 && b < ' ' || b == 127 ? '?' : b);
            }
        }
    }
}
