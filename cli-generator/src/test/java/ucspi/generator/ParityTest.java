package ucspi.generator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ucspi.cgi.CgiAdapterOptions;
import ucspi.cli.OptionParser.Parsed;
import ucspi.tcpserver.TcpserverOptions;
import ucspi.unixserver.UnixserverOptions;

/** Both parsers of each program give the same results, messages and texts. */
class ParityTest {
    private static final int RANDOM_LINES = 1500;

    /** Words are separated by one space; two in a row make an empty word. */
    private static final List<String> TCPSERVER = List.of(
            "0 0 true",
            "127.0.0.1 80 httpd -v --help -- x",
            "-vRHl0 -c 100 -b 0 -1 -u 1000 -g 100 ::1 0 cat",
            "-c5 -c 6 -c7 0 0 true",
            "-q -Q -v 0 0 true",
            "-v -q 0 0 true",
            "-vQ 0 0 true",
            "-46 0 0 true",
            "-U -u 5 0 0 true",
            "-u 5 -U 0 0 true",
            "-u 0 -g 4294967294 0 0 true",
            "-oOdDPR 0 0 true",
            "-Od -Do 0 0 true",
            "-B220 hello 0 true",
            "-B -v 0 0 true",
            "-B -- 0 0 true",
            "-B --help 0 0 true",
            "-B= 0 0 true",
            "-B=x 0 0 true",
            "-vB= 0 0 true",
            "-vB=x 0 0 true",
            "-vB==x= 0 0 true",
            "-B  0 0 true",
            "-B 'quoted' 0 0 true",
            "-B \"quoted\" 0 0 true",
            "-B ${user.home} 0 0 true",
            "-B a,b 0 0 true",
            "-B @file 0 0 true",
            "@file 0 true",
            "-l \u00e9\u00ff 0 0 true",
            "-t 5 0 0 true",
            "-C5 -C 20/24 -C 40/64:busy\\r\\n -C 9/24,64: -C 3/,48:a:b 0 0 true",
            "-C 0 0 0 true",
            "--rate 10/s --rate=100/5m/24,64 --rate-wait 3 0 0 true",
            "--rate 10 0 0 true",
            "--max-age 3600 --idle 60 --grace 0 0 0 true",
            "-- 0 0 true",
            "-- -v 0 true",
            "0 0 -- true",
            "0 0 -v true",
            " 0 true",
            "- 0 true",
            "-v true 0 true",
            "--help",
            "--version",
            "--help --version",
            "--version --help",
            "--help 0",
            "--help 0 0 true",
            "--help -Z",
            "-c 0 --help",
            "",
            "0",
            "0 0",
            "-v",
            "--",
            "-Z",
            "-Z 0 0 true",
            "-vZ 0 0 true",
            "-Zc5 0 0 true",
            "-Z -c x",
            "-c x -Z",
            "-c",
            "-vc",
            "-c -v",
            "-c --",
            "-c 0 0 0 true",
            "-c +5 0 0 true",
            "-c=5 0 0 true",
            "-c 1000001 0 0 true",
            "-b -1 0 0 true",
            "-u 4294967295 0 0 true",
            "-u root 0 0 true",
            "-v= 0 0 true",
            "-v=true 0 0 true",
            "-qv= 0 0 true",
            "-qv=x 0 0 true",
            "-X=x 0 0 true",
            "-vtrue 0 0 true",
            "--foo",
            "--foo=bar 0 0 true",
            "--hel",
            "--vers 0 0 true",
            "--help=x",
            "--help=",
            "--help=x=y",
            "---",
            "--=",
            "--= 0 0 true",
            "-=",
            "--nice -5 --umask 77 --setsid --chdir /srv 0 0 true",
            "--nice=-5 --nice=+5 0 0 true",
            "--rlimit nofile=1:2 --rlimit=as=64M --rlimit core=unlimited 0 0 true",
            "--rlimit nofile 0 0 true",
            "--rlimit=nofile=2:1 0 0 true",
            "--env-dir a --env-dir=b --clear-env --pass A,B* --pass=C 0 0 true",
            "--pass A,,B 0 0 true",
            "--chdir= 0 0 true",
            "-x rules.cdb 0 0 true",
            "-X 0 0 true",
            "-h 0 0 true",
            "-r 0 0 true",
            "-p 0 0 true",
            "-vh 0 0 true",
            "-x",
            "-\u00e9 0 0 true");

    private static final List<String> UNIXSERVER = List.of(
            "/tmp/s cat",
            "@abstract cat -v",
            "-d -D -o 1 -r 2 -p 600 -m 077 -u 3 -g 4 -c 5 -b 6 -B hi s cat",
            "-O -o 1 s cat",
            "-o 1 -OU s cat",
            "-p 0777 s cat",
            "-p 1777 s cat",
            "-p 8 s cat",
            "-m -1 s cat",
            "-o -1 s cat",
            "-1 s cat",
            "-vqd s cat",
            "s",
            "-- s cat",
            "s sh -c x");

    private static final List<String> CGI_ADAPTER = List.of(
            "./program",
            "program -a --help",
            "--timeout-head 1 --timeout-body 2 --timeout 3 --grace 4 --keep-alive 5 --max-body 6 program",
            "--timeout-head=1 --pass A,B --pass=C --script-name /app --document-root /srv program",
            "--nph --https --stream-body --pass-authorization -- program x",
            "--script-name  --timeout 0 program",
            "--max-body 9223372036854775807 program",
            "--timeout-head 0 program",
            "--max-body 9223372036854775808 program",
            "--script-name app program",
            "--script-name / program",
            "--pass A,,B program",
            "--pass HTTP_PROXY program",
            "--pass",
            "--nph=x program",
            "--time 5 program",
            "-n program",
            "--nph",
            "");

    private static final List<String> SAMPLE = List.of(
            "a",
            "a b",
            "a b c",
            "-n a b -x",
            "--dry-run a",
            "--dry-run=1 a",
            "--dry a",
            "--timeout 5 a",
            "--timeout=5 a",
            "--timeout= a",
            "--timeout==5 a",
            "--timeout --dry-run a",
            "--timeout -- a",
            "--timeout5 a",
            "--taga b",
            "-dry-run a",
            "--n a",
            "-tag a",
            "--timeout",
            "-n --timeout",
            "-t5 a",
            "-t=5 a",
            "-nt 5 a",
            "-nt=5 a",
            "-nt= a",
            "-nt",
            "-t never a",
            "--timeout=never",
            "--tag a --tag=b --tag -- -- c",
            "--tag",
            "--help a b c",
            "-- a b -x",
            "--drain a",
            "--drain 5 a",
            "--drain=5 a",
            "--drain= a",
            "--drain=5=6 a",
            "--drain --loud a",
            "--drain",
            "--loud --drain=x --drain a",
            "--drain -- a",
            "--loud=1 a",
            "--no-such --help");

    @TempDir
    Path directory;

    @Test
    void tcpserverParsersAgree() throws Exception {
        agree(TcpserverOptions.class, TcpserverOptions::new, TCPSERVER, "-vqQ1XUhHPl0c5bBZ=46");
    }

    @Test
    void unixserverParsersAgree() throws Exception {
        agree(UnixserverOptions.class, UnixserverOptions::new, UNIXSERVER, "-vqdDOUpm07u1Bc=xZ");
    }

    @Test
    void cgiAdapterParsersAgree() throws Exception {
        agree(CgiAdapterOptions.class, CgiAdapterOptions::new, CGI_ADAPTER, "-nph=x");
    }

    @Test
    void parsersAgreeOnLongNamesRepeatedValuesAndOptionalOperands() throws Exception {
        agree(SampleOptions.class, SampleOptions::new, SAMPLE, "-nt=5x");
    }

    private <O> void agree(Class<O> type, Supplier<O> fresh, List<String> lines, String alphabet) throws Exception {
        Parsers<O> parsers = Parsers.of(type, fresh, directory);
        parsers.agreeOnTexts();
        List<Outcome> outcomes = new ArrayList<>();
        for (String line : lines) {
            outcomes.add(parsers.agree(line.isEmpty() ? List.of() : List.of(line.split(" ", -1))));
        }
        assertTrue(outcomes.stream().anyMatch(o -> o.asked() == Parsed.RUN), "some of these lines are good");
        assertTrue(outcomes.stream().anyMatch(o -> o.complaint() != null), "some of these lines are bad");
        parsers.agreeOnRandomLines(alphabet, RANDOM_LINES);
    }
}
