/*
 * A connection's child that does nothing, but for clients from 127.255.0.1: to those it says a byte and stays until
 * they leave. With the argument "all" every client is one of those.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const char *from = getenv("TCPREMOTEIP");
  char byte = '+';
  (void) argv;
  if (argc > 1 || (from && strcmp(from, "127.255.0.1") == 0)) {
    if (write(1, &byte, 1) != 1) return 111;
    while (read(0, &byte, 1) > 0) {
    }
  }
  return 0;
}
