package ucspi.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications as Debian packages them, and frameworks: PHP, Perl's CGI.pm and Plack, Python's wsgiref. */
@BothHostings
class AppsIT {
    private static final int UPLOAD = 300_000;

    private static final String UPLOAD_PHP = """
            #!/usr/bin/php-cgi
            <?php
            header('X-Method: ' . $_SERVER['REQUEST_METHOD']);
            setcookie('seen', 'yes');
            $file = $_FILES['file'];
            move_uploaded_file($file['tmp_name'], __DIR__ . '/received');
            echo $file['name'], ' ', $file['size'], ' ', $_POST['title'], ' ', $_GET['q'], ' ', $_SERVER['PATH_INFO'];
            """;

    private static final String CGI_PM = """
            #!/usr/bin/perl
            use strict; use warnings; use CGI;
            my $q = CGI->new;
            my $up = $q->upload('file');
            open my $out, '>', 'received' or die; binmode $out;
            local $/ = \\65536;
            if ($up) { binmode $up; print {$out} $_ while <$up>; }
            close $out or die;
            print $q->header(-type => 'text/plain', -status => '201 Made', -cookie => $q->cookie('seen', 'yes'));
            print join '|', $q->request_method, $q->param('title'), $q->url_param('q');
            print '|', $q->path_info, '|', $q->url(-path => 1);
            """;

    private static final String WSGI = """
            #!/usr/bin/python3
            import wsgiref.handlers, wsgiref.validate
            def app(environ, start_response):
                length = int(environ.get('CONTENT_LENGTH') or 0)
                body = environ['wsgi.input'].read(length)
                with open('received', 'wb') as f:
                    f.write(body)
                start_response('202 Taken', [('Content-Type', 'text/plain'), ('X-Script', environ['SCRIPT_NAME'])])
                return [environ['PATH_INFO'].encode('latin-1'), b'|', environ['QUERY_STRING'].encode('latin-1')]
            wsgiref.handlers.CGIHandler().run(wsgiref.validate.validator(app))
            """;

    private static final String PSGI = """
            use strict; use warnings; use Plack::Builder; use Plack::Request;
            builder {
                enable 'Lint';
                sub {
                    my $q = Plack::Request->new(shift);
                    open my $out, '>', 'received' or die; binmode $out; print {$out} $q->content; close $out;
                    my $say = join '|', $q->method, $q->path_info, $q->script_name, $q->query_parameters->{q} // '';
                    [201, ['Content-Type' => 'text/plain', 'X-Lint' => 'passed'], [$say]];
                };
            };
            """;

    private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=xyzzy\r\n";

    private static String upload(byte[] file) {
        return "--xyzzy\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA title\r\n"
                + "--xyzzy\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n"
                + new String(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                + "\r\n--xyzzy--\r\n";
    }

    private static HttpAnswer post(Web web, String target, String fields, String body) {
        return web.request("POST", Way.AT + target, fields + "Content-Length: " + body.length() + "\r\n", body);
    }

    /** php-cgi does nothing without REDIRECT_STATUS, and finds the script by SCRIPT_FILENAME. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void phpTakesAnUpload(Way way) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "", folder.program("upload.php", UPLOAD_PHP))) {
            byte[] file = folder.noise("sent", UPLOAD);
            HttpAnswer answer = post(web, "/info?q=1+2", MULTIPART, upload(file));
            assertEquals("a b.bin " + UPLOAD + " A title 1 2 /info", answer.body());
            assertEquals(200, answer.status());
            assertEquals("POST", answer.field("X-Method"));
            assertEquals("seen=yes", answer.field("Set-Cookie"));
            assertArrayEquals(file, folder.bytes("received"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void phpTakesAnUploadInChunks(Way way) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "", folder.program("upload.php", UPLOAD_PHP))) {
            byte[] file = folder.noise("sent", UPLOAD);
            String body = upload(file);
            String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
            HttpAnswer answer =
                    web.request("POST", Way.AT + "/info?q=1", MULTIPART + "Transfer-Encoding: chunked\r\n", chunks);
            assertEquals("a b.bin " + UPLOAD + " A title 1 /info", answer.body());
            assertArrayEquals(file, folder.bytes("received"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void cgiPmTakesAnUpload(Way way) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "", folder.program("form.cgi", CGI_PM))) {
            byte[] file = folder.noise("sent", UPLOAD);
            HttpAnswer answer = post(web, "/more?q=1", MULTIPART, upload(file));
            assertEquals(201, answer.status());
            assertTrue(answer.body().startsWith("POST|A title|1|/more|http://"), answer.body());
            assertTrue(answer.body().endsWith(Way.AT + "/more"), answer.body());
            assertEquals("seen=yes; path=/", answer.field("Set-Cookie"));
            assertArrayEquals(file, folder.bytes("received"));
        }
    }

    /** The validator of wsgiref complains of an environment that is not as PEP 3333 has it. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void wsgirefServesAnApplication(Way way) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "", folder.program("app.py", WSGI))) {
            byte[] file = folder.noise("sent", UPLOAD);
            String body = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            HttpAnswer answer = post(web, "/a%20b?q=%41", "Content-Type: application/x\r\n", body);
            assertEquals("/a b|q=%41", answer.body());
            assertEquals(202, answer.status());
            assertEquals(Way.AT, answer.field("X-Script"));
            assertArrayEquals(file, folder.bytes("received"));
        }
    }

    /** Plack's Lint middleware checks what the gateway makes of the environment. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void plackServesAnApplication(Way way) {
        try (Folder folder = new Folder();
                Web web = way.serve(folder, "", "plackup", "-s", "CGI", folder.path("app.psgi"))) {
            folder.file("app.psgi", PSGI);
            HttpAnswer answer = post(web, "/a%20b?q=%41", "Content-Type: application/x\r\n", "hello");
            assertEquals("POST|/a b|" + Way.AT + "|A", answer.body());
            assertEquals(201, answer.status());
            assertEquals("passed", answer.field("X-Lint"));
            assertEquals(201, web.get(Way.AT).status());
            assertEquals(201, web.get(Way.AT + "/").status());
        }
    }

    private static Folder repository() {
        Folder folder = new Folder();
        folder.file("work/a file", "some text\n");
        folder.run("git", "init", "-q", "-b", "main", "work");
        folder.run("git", "-C", "work", "add", ".");
        folder.run("git", "-C", "work", "commit", "-qm", "The only commit");
        folder.run("git", "clone", "-q", "--bare", "work", "projects/one.git");
        return folder;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void cgitShowsARepository(Way way) {
        try (Folder folder = repository();
                Web web = way.serve(
                        folder,
                        "",
                        folder.program(
                                "cgit.cgi",
                                "#!/bin/sh\nexport CGIT_CONFIG=$PWD/cgitrc\nexec /usr/lib/cgit/cgit.cgi\n"))) {
            folder.file(
                    "cgitrc",
                    "virtual-root=" + Way.AT + "/\nsnapshots=tar.gz\nrepo.url=one\nrepo.path="
                            + folder.path("projects/one.git") + "\n");
            assertContains(web.get(Way.AT + "/"), "href='/app/one/'");
            assertContains(web.get(Way.AT + "/one/log/"), "The only commit");
            assertContains(web.get(Way.AT + "/one/tree/a%20file"), "some text");
            HttpAnswer plain = web.get(Way.AT + "/one/plain/a%20file");
            assertEquals("some text\n", plain.body());
            assertEquals(404, web.get(Way.AT + "/one/plain/none").status());
            HttpAnswer head = HttpAnswer.head(
                    web.exchange("HEAD " + Way.AT + "/one/log/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertEquals(200, head.status());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void gitwebShowsARepository(Way way) {
        try (Folder folder = repository();
                Web web = way.serve(
                        folder,
                        "",
                        folder.program(
                                "gitweb.cgi",
                                "#!/bin/sh\nexport GITWEB_CONFIG=$PWD/config\nexec /usr/lib/cgi-bin/gitweb.cgi\n"))) {
            folder.file(
                    "config",
                    "our $projectroot = '" + folder.path("projects")
                            + "'; $feature{'pathinfo'}{'default'} = [1]; 1;\n");
            assertContains(web.get(Way.AT), "one.git");
            assertContains(web.get(Way.AT + "?p=one.git;a=log"), "The only commit");
            assertContains(web.get(Way.AT + "/one.git/shortlog"), "The only commit");
            assertEquals(
                    "some text\n",
                    web.get(Way.AT + "/one.git/blob_plain/HEAD:/a%20file").body());
            HttpAnswer snapshot = web.get(Way.AT + "?p=one.git;a=snapshot;h=HEAD;sf=tgz");
            assertEquals(200, snapshot.status());
            assertTrue(snapshot.whole() && snapshot.body().startsWith("\u001f\u008b"), "a compressed archive");
            assertEquals(404, web.get(Way.AT + "?p=none.git;a=log").status());
        }
    }

    private static void assertContains(HttpAnswer answer, String text) {
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.whole());
        assertTrue(answer.body().contains(text), answer.body());
    }

    /** fossil is its own client: it clones, commits and pushes; and it shows what it has. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void fossilClonesPushesAndShows(Way way) {
        try (Folder folder = new Folder()) {
            folder.run("fossil", "init", "--admin-user", "ann", "served.fossil");
            folder.run("fossil", "user", "password", "ann", "secret", "-R", "served.fossil");
            String program =
                    folder.program("app.cgi", "#!/usr/bin/fossil\nrepository: " + folder.path("served.fossil"));
            try (Web web = way.serve(folder, "", program)) {
                String url = web.url(Way.AT).replace("http://", "http://ann:secret@");
                folder.run("fossil", "clone", "-u", "--once", url, "copy.fossil");
                folder.file("work/text", "some text\n").noise("work/large", 2_000_000);
                folder.run(
                        "sh",
                        "-ec",
                        "cd work; fossil open ../copy.fossil --force; fossil add text large;"
                                + " fossil commit --user-override ann --no-warnings -m 'The only commit';"
                                + " fossil push --once \"$0\"",
                        url);
                folder.run("fossil", "clone", "-u", "--once", url, "again.fossil");
                folder.run("sh", "-ec", "mkdir second; cd second; fossil open ../again.fossil");
                assertArrayEquals(folder.bytes("work/large"), folder.bytes("second/large"));
                assertContains(web.get(Way.AT + "/timeline"), "The only commit");
                assertContains(web.get(Way.AT + "/dir?ci=tip"), "large");
                assertEquals("some text\n", web.get(Way.AT + "/raw/text?ci=tip").body());
                assertEquals(302, web.get(Way.AT).status());
                assertFalse(
                        web.log().toString().contains("cgi-adapter: "),
                        web.log().toString());
            }
        }
    }
}
