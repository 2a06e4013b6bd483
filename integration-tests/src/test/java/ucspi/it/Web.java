package ucspi.it;

/** A CGI program that clients of HTTP reach: cgi-adapter itself, or a web server in front of it. */
interface Web extends AutoCloseable {
    int port();

    /** What cgi-adapter and its programs wrote to standard error so far. */
    Lines log();

    /** The process that listens for cgi-adapter. */
    int listener();

    default Client connect() {
        return Client.connect("127.0.0.1", port());
    }

    default String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Sends this and reads up to the end of the connection. */
    default String exchange(String bytes) {
        try (Client client = connect()) {
            return client.send(bytes).all();
        }
    }

    /** The answer to one request that closes its connection. */
    default HttpAnswer request(String method, String target, String fields, String body) {
        String head =
                method + " " + target + " HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n" + fields + "\r\n";
        return HttpAnswer.only(exchange(head + body));
    }

    default HttpAnswer get(String target) {
        return request("GET", target, "", "");
    }

    @Override
    void close();
}
