/*
 * A CGI program in C. Without an argument it answers and exits; with the argument "hold" it answers and then waits for
 * a signal, so that its parent can be looked at.
 */
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  static const char answer[] = "Content-Type: text/plain\n\nHello, world\n";
  (void) argv;
  if (write(1, answer, sizeof answer - 1) < 0) return 111;
  if (argc > 1 && strcmp(argv[1], "hold") == 0) pause();
  return 0;
}
