/*
 * The least that a listener can do: accept, vfork, exec. No variables, no limit, no log, no reaping (the kernel does
 * that); nothing that starts a process per connection can be faster. Prints its port as tcpserver -1 does.
 *
 * usage: limit PROGRAM
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof address;
  int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (argc < 2) return 100;
  if (listening < 0 || bind(listening, (struct sockaddr *) &address, length) < 0 || listen(listening, 128) < 0 ||
      getsockname(listening, (struct sockaddr *) &address, &length) < 0) {
    perror("limit");
    return 111;
  }
  printf("%d\n", ntohs(address.sin_port));
  fclose(stdout);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int connection = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0) continue;
    if (vfork() == 0) {
      dup2(connection, 0);
      dup2(connection, 1);
      execv(argv[1], argv + 1);
      _exit(111);
    }
    close(connection);
  }
}
