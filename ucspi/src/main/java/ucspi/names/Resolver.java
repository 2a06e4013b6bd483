package ucspi.names;

import java.util.List;
import ucspi.kernel.Errno;
import ucspi.kernel.IpAddress;
import ucspi.kernel.Layout;
import ucspi.kernel.Sys;

/**
 * Finds addresses, names and texts: in /etc/hosts first, then in the DNS. There is no name service switch in a static
 * program.
 *
 * <p>That there is none is an answer: an empty list or string. When it could not be found out, the answer is null, and
 * {@link #errno} says why.
 */
public final class Resolver {
    private final Sys sys;
    private final LocalNames local;
    private ResolverSettings settings;
    private DnsClient dns;
    private int errno;

    public Resolver(Sys sys) {
        this.sys = sys;
        local = new LocalNames(sys);
    }

    /** Why the last answer is null, as a positive error number. */
    public int errno() {
        return errno;
    }

    /**
     * The addresses of a host that a user named: an address itself, with or without brackets, a name in /etc/hosts, or
     * a name in the DNS, a short one completed as resolv.conf(5) says. In random order, as djb's tools try them.
     *
     * @param family 4 or 6 for that kind only; 0 for IPv4 addresses or, if there are none, IPv6 addresses
     * @return addresses of 4 or 16 bytes
     */
    public List<byte[]> host(String host, int family) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 1;
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        byte[] literal = IpAddress.parse(bare);
        if (literal != null) {
            return isOf(literal, family) ? List.of(literal) : List.of();
        }
        if (bracketed || isNumeric(bare)) {
            return List.of();
        }
        boolean complete = bare.endsWith(".");
        String name = complete ? bare.substring(0, bare.length() - 1) : bare;
        byte[] inFile = inFile(name, family);
        if (inFile != null) {
            return List.of(inFile);
        }
        if (!complete && dots(name) < settings().dots()) {
            for (String domain : settings().search()) {
                List<byte[]> found = inDns(name + "." + domain, family);
                if (found == null || !found.isEmpty()) {
                    return found;
                }
            }
        }
        return inDns(name, family);
    }

    /** The addresses of a name as it stands, as {@link #host} finds them. */
    public List<byte[]> addresses(String name, int family) {
        byte[] inFile = inFile(name, family);
        return inFile == null ? inDns(name, family) : List.of(inFile);
    }

    /** The name of an address, or "" if it has none. */
    public String name(byte[] address) {
        String name = local.name(address);
        if (name != null) {
            return name;
        }
        boolean answered = ask(DomainName.reverse(address), DnsMessage.PTR);
        return answered ? checked(DnsMessage.pointer(dns.answer(), dns.length())) : null;
    }

    /** The text that the DNS has under a name, or "". */
    public String text(String name) {
        return ask(name, DnsMessage.TXT) ? checked(DnsMessage.text(dns.answer(), dns.length())) : null;
    }

    /** The IPv4 addresses that the DNS has under a name, of which lists of addresses are made. */
    public List<byte[]> listed(String name) {
        return records(name, DnsMessage.A);
    }

    private byte[] inFile(String name, int family) {
        byte[] four = family == 6 ? null : local.host(name, 4);
        return four == null && family != 4 ? local.host(name, 16) : four;
    }

    private List<byte[]> inDns(String name, int family) {
        List<byte[]> found = family == 6 ? List.of() : records(name, DnsMessage.A);
        return found != null && found.isEmpty() && family != 4 ? records(name, DnsMessage.AAAA) : found;
    }

    private List<byte[]> records(String name, int type) {
        if (!ask(name, type)) {
            return null;
        }
        List<byte[]> found = checked(DnsMessage.addresses(dns.answer(), dns.length(), type));
        byte[] random = new byte[4];
        for (int i = found == null ? 0 : found.size() - 1; i > 0; i--) {
            sys.kernel().getrandom(random, random.length);
            int other = (Layout.getInt(random, 0) & 0x7fffffff) % (i + 1);
            byte[] moved = found.set(other, found.get(i));
            found.set(i, moved);
        }
        return found;
    }

    private boolean ask(String name, int type) {
        if (dns == null) {
            dns = new DnsClient(sys.kernel(), settings());
        }
        byte[] labels = DomainName.labels(name);
        errno = labels == null ? Errno.EPROTO : -dns.ask(labels, type);
        return errno == 0;
    }

    private <T> T checked(T answer) {
        errno = answer == null ? Errno.EPROTO : 0;
        return answer;
    }

    private ResolverSettings settings() {
        if (settings == null) {
            settings = ResolverSettings.read(sys);
        }
        return settings;
    }

    private static boolean isOf(byte[] address, int family) {
        return family == 0 || (family == 4) == (address.length == 4);
    }

    private static boolean isNumeric(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static int dots(String name) {
        int dots = 0;
        for (int i = 0; i < name.length(); i++) {
            dots += name.charAt(i) == '.' ? 1 : 0;
        }
        return dots;
    }
}
