# Says on standard output what it was given: descriptors, signals, identity, environment, arguments. A line each,
# "name value" with the value in hexadecimal, because it is bytes.
#
# What perl itself adds is known: SIGFPE is ignored, and the descriptor of the directory that is being listed.
use strict;
use warnings;

my $report = '';

sub say_of {
    my ($name, $value) = @_;
    $report .= $name . ' ' . unpack('H*', $value // '') . "\n";
}

sub content {
    open(my $file, '<:raw', $_[0]) or return "";
    local $/;
    return scalar <$file>;
}

opendir(my $directory, '/proc/self/fd') or die "/proc/self/fd: $!";
for my $fd (sort { $a <=> $b } grep { /^\d+$/ } readdir $directory) {
    my $what = readlink "/proc/self/fd/$fd";
    next if !defined $what || $what eq "/proc/$$/fd";
    my ($flags) = content("/proc/self/fdinfo/$fd") =~ /^flags:\s*(\d+)/m;
    say_of("fd.$fd", "$flags $what");
}
closedir $directory;

say_of($_, content("/proc/self/$_")) for qw(status stat environ cmdline limits);
say_of('cwd', readlink '/proc/self/cwd');
say_of('peer', getpeername(STDIN));
say_of('nodelay', unpack('i', getsockopt(STDIN, 6, 1) // pack('i', -1)));
say_of('keepalive', unpack('i', getsockopt(STDIN, 1, 9) // pack('i', -1)));

# Whoever dropped the rights of root for good cannot have them back.
$> = 0;
$< = 0;
say_of('regained', "$< $>");

syswrite(STDOUT, $report) == length $report or die "write: $!";
