package ucspi.cgi.site;

/**
 * The conditions of a GET or HEAD request, in the order of RFC 9110 section 13.2.2.
 *
 * <p>Each is the field's value, all lines of it joined by a comma, or null if the request has none.
 */
public record Conditions(
        byte[] ifMatch, byte[] ifNoneMatch, byte[] ifModifiedSince, byte[] ifUnmodifiedSince, byte[] ifRange) {
    /** What the conditions say. */
    public enum Outcome {
        /** Answer as if there were none. */
        PROCEED,
        /** 304: what the client has is still right. */
        NOT_MODIFIED,
        /** 412. */
        FAILED
    }

    /** Evaluates all but If-Range. */
    public Outcome evaluate(Validators file, long nowSeconds) {
        if (ifMatch != null) {
            if (!file.isIn(ifMatch, true)) {
                return Outcome.FAILED;
            }
        } else if (isModifiedSince(ifUnmodifiedSince, file, nowSeconds)) {
            return Outcome.FAILED;
        }
        if (ifNoneMatch != null) {
            return file.isIn(ifNoneMatch, false) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
        }
        long since = ifModifiedSince == null ? -1 : HttpTime.parse(ifModifiedSince, nowSeconds);
        // no client can have learnt of a date to come from us
        boolean counts = since >= 0 && since <= nowSeconds;
        return counts && file.modified() <= since ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    private static boolean isModifiedSince(byte[] field, Validators file, long nowSeconds) {
        long since = field == null ? -1 : HttpTime.parse(field, nowSeconds);
        return since >= 0 && file.modified() > since;
    }

    /** Whether a Range is to be looked at: If-Range is absent or its validator, a strong one, is the file's. */
    public boolean allowRange(Validators file, long nowSeconds) {
        if (ifRange == null) {
            return true;
        }
        if (ifRange.length > 0 && (ifRange[0] == '"' || ifRange[0] == 'W')) {
            boolean isDate = ifRange[0] == 'W' && (ifRange.length < 2 || ifRange[1] != '/');
            if (!isDate) {
                return file.is(ifRange);
            }
        }
        return !file.weak() && HttpTime.parse(ifRange, nowSeconds) == file.modified();
    }
}
