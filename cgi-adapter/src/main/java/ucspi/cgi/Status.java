package ucspi.cgi;

import ucspi.kernel.Errno;

/** What the statuses of HTTP are called and which of them have no body, RFC 9110 section 15. */
final class Status {
    private Status() {}

    /** Whether a response of this status never has a body. */
    static boolean hasNoBody(int status) {
        return status < 200 || status == 204 || status == 205 || status == 304;
    }

    /**
     * Writes a status and its reason phrase.
     *
     * @param reason empty for the usual one
     */
    static void add(Wire wire, int status, byte[] reason) {
        wire.addDecimal(status).addByte(' ');
        if (reason.length > 0) {
            wire.add(reason);
        } else {
            wire.add(reason(status));
        }
    }

    /** What the system lacks at present is worth another try; a program that cannot be run is not. */
    static int ofErrno(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE, Errno.ENOSPC -> 503;
            default -> 500;
        };
    }

    static String reason(int status) {
        return switch (status) {
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 205 -> "Reset Content";
            case 206 -> "Partial Content";
            case 207 -> "Multi-Status";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            default -> errorReason(status);
        };
    }

    private static String errorReason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Unknown";
        };
    }
}
