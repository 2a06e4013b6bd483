/*
 * A client that keeps its connections: requests on 127.0.0.1, so many at a time, each behind the one before.
 *
 * usage: keep PORT REQUESTS CONNECTIONS PATH    prints the requests per second
 *        keep hold PORT CONNECTIONS PATH        one request on each, prints "held", and waits for the end of its input
 *
 * Each request is HTTP/1.1; its answer must have status 200, and Content-Length or the chunked coding. A server that
 * closes the connection, as it may, is connected to again. What fails in any other way is counted; then the exit code
 * is 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ROOM 65536

static struct sockaddr_in server = {.sin_family = AF_INET};
static char request[1024];
static size_t request_length;
static atomic_long left, errors;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static int open_connection(void) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, (struct sockaddr *) &server, sizeof server) < 0) {
    close(fd);
    return -1;
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

/* One request; 1: the connection goes on, 0: the server ends it, -1: it failed. */
static int ask(int fd, char *answer) {
  size_t have = 0, whole = 0;
  int chunked = 0, goes_on = 1;
  if (send(fd, request, request_length, MSG_NOSIGNAL) != (ssize_t) request_length) return -1;
  for (;;) {
    ssize_t got = read(fd, answer + have, ROOM - 1 - have);
    if (got <= 0) return -1;
    answer[have += (size_t) got] = 0;
    if (!whole && !chunked) {
      char *end = strstr(answer, "\r\n\r\n"), *length;
      if (!end) continue;
      if (strncmp(answer, "HTTP/1.1 200", 12) != 0) return -1;
      *end = 0;
      goes_on = strcasestr(answer, "\r\nConnection: close") == NULL;
      length = strcasestr(answer, "\r\nContent-Length:");
      if (length) {
        whole = (size_t) (end + 4 - answer) + strtoul(length + 17, NULL, 10);
      } else if (strcasestr(answer, "\r\nTransfer-Encoding: chunked")) {
        chunked = 1;
      } else {
        return -1;
      }
    }
    if (chunked ? have >= 5 && memcmp(answer + have - 5, "0\r\n\r\n", 5) == 0 : have >= whole) return goes_on;
  }
}

static void end(int fd) {
  struct linger reset = {1, 0}; /* no TIME_WAIT: else the client runs out of ports */
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(fd);
}

static void *work(void *unused) {
  char *answer = malloc(ROOM);
  int fd = -1;
  while (atomic_fetch_sub(&left, 1) > 0) {
    int goes_on;
    if (fd < 0) fd = open_connection();
    goes_on = fd < 0 ? -1 : ask(fd, answer);
    if (goes_on < 0) atomic_fetch_add(&errors, 1);
    if (goes_on <= 0 && fd >= 0) {
      end(fd);
      fd = -1;
    }
  }
  if (fd >= 0) end(fd);
  free(answer);
  return unused;
}

static int hold(int connections) {
  char answer[ROOM];
  for (int i = 0; i < connections; i++) {
    int fd = open_connection();
    if (fd < 0 || ask(fd, answer) != 1) {
      fprintf(stderr, "keep: connection %d of %d failed\n", i + 1, connections);
      return 1;
    }
  }
  puts("held");
  fflush(stdout);
  while (read(0, answer, sizeof answer) > 0) {
  }
  return 0;
}

int main(int argc, char **argv) {
  int holds = argc == 5 && strcmp(argv[1], "hold") == 0;
  if (argc != 5) return 100;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons((unsigned short) atoi(argv[holds ? 2 : 1]));
  request_length = (size_t) snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", argv[4]);
  if (holds) return hold(atoi(argv[3]));
  long requests = atol(argv[2]);
  int workers = atoi(argv[3]);
  pthread_t threads[256];
  if (requests < 1 || workers < 1 || workers > 256) return 100;
  left = requests;
  double start = seconds();
  for (int i = 0; i < workers; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < workers; i++) pthread_join(threads[i], NULL);
  printf("%.0f\n", (double) requests / (seconds() - start));
  if (errors) fprintf(stderr, "keep: %ld of %ld requests failed\n", (long) errors, requests);
  return errors ? 1 : 0;
}
