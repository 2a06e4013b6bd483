# Runs a program exactly as a list of orders says, byte for byte: what a runtime that decodes its arguments cannot do.
# The orders are NUL-terminated words in the file that the first argument names; the last order is "run WORDS...".
use strict;
use warnings;
use POSIX ();
use Socket;

open(my $file, '<:raw', $ARGV[0]) or die "$ARGV[0]: $!";
our @kept;
my @words = split /\0/, do { local $/; <$file> }, -1;
close($file);
pop @words;

# Whatever started us may have blocked signals or ignored some; the program begins with neither.
# A socket as a service manager passes it, under a descriptor: kind (tcp, unix, udp, unbound), then where.
sub pass_socket {
    my ($target, $kind, $where) = split / /, $_[0], 3;
    my $family = $kind eq 'unix' ? AF_UNIX : AF_INET;
    socket(my $socket, $family, $kind eq 'udp' ? SOCK_DGRAM : SOCK_STREAM, 0) or die "socket: $!";
    if ($kind eq 'tcp') {
        bind($socket, pack_sockaddr_in(0, inet_aton($where))) or die "$where: $!";
        listen($socket, 16) or die "listen: $!";
    } elsif ($kind eq 'unix') {
        bind($socket, pack_sockaddr_un($where =~ s/^@/\0/r)) or die "$where: $!";
        listen($socket, 16) or die "listen: $!";
    }
    POSIX::dup2(fileno($socket), $target) // die "descriptor $target: $!";
    push @kept, $socket if fileno($socket) == $target;
}

my $mask = POSIX::SigSet->new;
$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT USR1 PIPE CHLD TERM);
%ENV = ();

# Sockets that are made here survive exec(2).
$^F = 255;

while (@words) {
    my $order = shift @words;
    if ($order eq 'run') {
        POSIX::sigprocmask(POSIX::SIG_SETMASK(), $mask);
        exec { $words[0] } @words or die "$words[0]: $!";
    }
    my $value = shift @words;
    if ($order eq 'env') {
        my ($name, $text) = split /=/, $value, 2;
        $ENV{$name} = $text;
    } elsif ($order eq 'umask') {
        umask oct $value;
    } elsif ($order eq 'own-pid') {
        $ENV{$value} = $$;
    } elsif ($order eq 'socket') {
        pass_socket($value);
    } elsif ($order eq 'duplicate') {
        my ($from, $to) = split / /, $value;
        POSIX::dup2($from, $to) // die "descriptor $to: $!";
    } elsif ($order eq 'directory') {
        chdir $value or die "$value: $!";
    } elsif ($order eq 'ignore') {
        $SIG{$value} = 'IGNORE';
    } elsif ($order eq 'block') {
        $mask->addset($value);
    } elsif ($order eq 'inherit') {
        my $fd = POSIX::open('/dev/null', POSIX::O_RDONLY());
        POSIX::dup2($fd, $value) // die "descriptor $value: $!";
        POSIX::close($fd) if $fd != $value;
    } else {
        die "unknown order $order";
    }
}
