# Runs a program exactly as a list of orders says, byte for byte: what a runtime that decodes its arguments cannot do.
# The orders are NUL-terminated words in the file that the first argument names; the last order is "run WORDS...".
use strict;
use warnings;
use POSIX ();

open(my $file, '<:raw', $ARGV[0]) or die "$ARGV[0]: $!";
my @words = split /\0/, do { local $/; <$file> }, -1;
close($file);
pop @words;

# Whatever started us may have blocked signals or ignored some; the program begins with neither.
my $mask = POSIX::SigSet->new;
$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT USR1 PIPE CHLD TERM);
%ENV = ();

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
