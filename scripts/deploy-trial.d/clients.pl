# Clients that make requests without end, a connection for each, and look at every answer.
#
# usage: perl clients.pl PORT CLIENTS LINES DIRECTORY     until SIGTERM
#
# A good answer is 200 and LINES lines that are all the same: the revision of the file that each was read from. A client
# writes a line for each request to DIRECTORY/N: when it began, how long it took (seconds), and ok, mixed, failed,
# held (503) or refused.
use strict;
use warnings;
use Errno;
use IO::Socket::INET;
use Time::HiRes qw(time);

my ($port, $clients, $lines, $directory) = @ARGV;

sub verdict {
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => 30) or return 'refused';
    print $socket "GET / HTTP/1.1\r\nHost: trial\r\nConnection: close\r\n\r\n";
    $socket->flush;
    my $answer = '';
    while (1) {
        my $n = sysread($socket, my $part, 65536);
        next if !defined $n && $!{EINTR};
        last if !$n;
        $answer .= $part;
    }
    my ($status, $body) = $answer =~ m{^HTTP/1\.1 ([0-9]+).*?\r\n\r\n(.*)}s or return 'failed';
    return 'held' if $status == 503;
    return 'failed' if $status != 200;
    $body = join '', map { s/^[0-9a-f]+\r\n//r } split /(?<=\r\n)(?=[0-9a-f]+\r\n)/, $body if $answer =~ /chunked/i;
    my @said = grep { /./ } split /\r?\n/, $body;
    my %different = map { $_ => 1 } @said;
    return @said == $lines && keys %different == 1 ? 'ok' : 'mixed';
}

my @children;
for my $number (1 .. $clients) {
    my $pid = fork;
    die "fork: $!" unless defined $pid;
    if ($pid == 0) {
        my $stop = 0;
        $SIG{TERM} = sub { $stop = 1 };
        open my $log, '>', "$directory/$number" or die "$directory: $!";
        until ($stop) {
            my $begin = time;
            my $verdict = verdict();
            printf $log "%.6f %.6f %s\n", $begin, time - $begin, $verdict;
        }
        exit 0;
    }
    push @children, $pid;
}
$SIG{TERM} = sub { kill 'TERM', @children };
foreach my $pid (@children) { 1 while waitpid($pid, 0) == -1 && $!{EINTR} }
