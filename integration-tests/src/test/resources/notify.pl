# Plays the service manager's part of sd_notify(3): prints each message as a line, with | between its lines.
use strict;
use warnings;
use Socket;

$| = 1;
my $name = $ARGV[0] =~ s/^@/\0/r;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($socket, pack_sockaddr_un($name)) or die "$ARGV[0]: $!";
print "listening\n";
while (defined recv($socket, my $message, 8192, 0)) {
    chomp $message;
    print $message =~ s/\n/|/gr, "\n";
}
