# A name server at 127.0.0.1:53 that knows what ucspi-tcp's regression test asks for, and that nothing else exists.
use strict;
use warnings;
use IO::Socket::INET;

my ($A, $PTR, $TXT) = (1, 12, 16);
my $listed = 'Blackholed - see <URL:http://mail-abuse.org/cgi-bin/lookup?127.0.0.2>';
my %records = (
    "$A localhost"                     => pack('C4', 127, 0, 0, 1),
    "$PTR 1.0.0.127.in-addr.arpa"      => pack('C/a C/a', 'localhost', ''),
    "$A 2.0.0.127.rbl.maps.vix.com"    => pack('C4', 127, 0, 0, 2),
    "$TXT 2.0.0.127.rbl.maps.vix.com"  => pack('C/a', $listed),
);

my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', LocalPort => 53) or die "dns: $!\n";
print "ready\n";
close STDOUT;
while (defined $socket->recv(my $message, 512)) {
    my ($id, $flags, $questions) = unpack 'n3', $message;
    next if length $message < 12 || $flags & 0x8000 || $questions != 1;
    my ($at, @labels) = (12);
    while (my $length = ord substr $message, $at, 1) {
        push @labels, substr $message, $at + 1, $length;
        $at += 1 + $length;
    }
    my $type = unpack 'n', substr $message, $at + 1, 2;
    my $name = lc join '.', @labels;
    my $data = $records{"$type $name"};
    my $exists = grep { /^\d+ \Q$name\E$/ } keys %records;
    # A response, with recursion, and the code "no such name" if that is so.
    my $answer = pack('n6', $id, $exists ? 0x8180 : 0x8183, 1, defined $data ? 1 : 0, 0, 0)
        . substr $message, 12, $at + 5 - 12;
    $answer .= pack('n n n N n/a', 0xc00c, $type, 1, 60, $data) if defined $data;
    $socket->send($answer);
}
