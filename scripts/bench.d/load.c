/*
 * A client that opens connections on 127.0.0.1, so many at a time, and reads each to its end.
 *
 * usage: load [-s ADDRESSES] PORT CONNECTIONS CONCURRENCY [PATH]
 *        load wait PORT          until something accepts connections there, for 10 seconds at most
 *        load port               a port that is free at the moment
 *        load hold PORT CONNECTIONS
 *                                opens so many connections from 127.255.0.1, says so, and holds them until it is killed
 *        load flood PORT CLIENTS ADDRESSES SECONDS
 *                                so many clients at a time, from so many addresses, that come again whenever they are
 *                                sent away; prints how often that was, and the most that were served at a time
 *
 * With -s connections come from so many addresses in turn, 127.1.0.0 and those behind it. With PATH each connection carries an HTTP/1.0 request, whose answer must have status 200 and a body. Prints the
 * connections per second. A connection that fails in any way is an error: they are counted, and the exit code is 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SOURCES 0x7f010000u
#define HOLDER 0x7fff0001u

static struct sockaddr_in server = {.sin_family = AF_INET};
static char request[1024];
static size_t request_length;
static atomic_long left, errors, turn;
static long addresses;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* Gives a socket the address that is so far behind this one. */
static int come_from(int fd, unsigned first, long behind) {
  struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr = {htonl(first + (unsigned) behind)}};
  int on = 1; /* the port is chosen at connect(2), where one may serve many servers */
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  return bind(fd, (struct sockaddr *) &from, sizeof from);
}

/* One connection from open to close; 0 when all went as it should. */
static int connection(void) {
  char answer[4096];
  size_t have = 0;
  ssize_t got;
  struct linger reset = {1, 0}; /* no TIME_WAIT: else the client runs out of ports */
  int good, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (addresses && come_from(fd, SOURCES, atomic_fetch_add(&turn, 1) % addresses) < 0) return -1;
  good = connect(fd, (struct sockaddr *) &server, sizeof server) == 0 &&
         write(fd, request, request_length) == (ssize_t) request_length;
  while (good && (got = read(fd, answer + have, sizeof answer - have)) != 0) {
    good = got > 0 && (have += (size_t) got) < sizeof answer;
  }
  if (good && request_length) {
    good = have > 12 && memcmp(answer, "HTTP/1.", 7) == 0 && memcmp(answer + 8, " 200", 4) == 0 &&
           memmem(answer, have, "Hello, world", 12) != NULL;
  }
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(fd);
  return good ? 0 : -1;
}

static void *work(void *unused) {
  while (atomic_fetch_sub(&left, 1) > 0) {
    if (connection() < 0) atomic_fetch_add(&errors, 1);
  }
  return unused;
}

static int await(void) {
  struct timespec pause = {0, 10000000};
  for (int i = 0; i < 1000; i++) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int refused = connect(fd, (struct sockaddr *) &server, sizeof server);
    close(fd);
    if (refused == 0) return 0;
    nanosleep(&pause, NULL);
  }
  return 1;
}

static int free_port(void) {
  socklen_t length = sizeof server;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(fd, (struct sockaddr *) &server, length) < 0 ||
      getsockname(fd, (struct sockaddr *) &server, &length) < 0) {
    return 111;
  }
  printf("%d\n", ntohs(server.sin_port));
  return 0;
}

static int hold(long connections) {
  struct timespec pause_between = {0, 1000000};
  for (long i = 0; i < connections; i++) {
    char byte;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || come_from(fd, HOLDER, 0) < 0) return 111;
    while (connect(fd, (struct sockaddr *) &server, sizeof server) < 0) nanosleep(&pause_between, NULL);
    /* Its process has begun when it says something. */
    if (read(fd, &byte, 1) != 1) return 111;
  }
  printf("%ld\n", connections);
  fflush(stdout);
  for (;;) pause();
}

/* What one client of a flood is at. */
struct client {
  int served;
  long number;
};

static int come(struct pollfd *poll_of, struct client *client) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || come_from(fd, SOURCES, client->number % addresses) < 0) return -1;
  if (connect(fd, (struct sockaddr *) &server, sizeof server) < 0 && errno != EINPROGRESS) return -1;
  *poll_of = (struct pollfd) {.fd = fd, .events = POLLIN};
  client->served = 0;
  return 0;
}

static int flood(long clients, double duration) {
  struct pollfd *polls = calloc((size_t) clients, sizeof *polls);
  struct client *all = calloc((size_t) clients, sizeof *all);
  long away = 0, served = 0, most = 0;
  double end = seconds() + duration;
  for (long i = 0; i < clients; i++) {
    all[i].number = i;
    if (come(&polls[i], &all[i]) < 0) return 111;
  }
  while (seconds() < end) {
    poll(polls, (nfds_t) clients, 100);
    for (long i = 0; i < clients; i++) {
      char bytes[256];
      if (!polls[i].revents) continue;
      ssize_t got = read(polls[i].fd, bytes, sizeof bytes);
      if (got > 0) {
        served += !all[i].served;
        all[i].served = 1;
        most = served > most ? served : most;
      } else {
        served -= all[i].served;
        away++;
        close(polls[i].fd);
        if (come(&polls[i], &all[i]) < 0) return 111;
      }
    }
  }
  printf("%ld %ld\n", away, most);
  return 0;
}

int main(int argc, char **argv) {
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (argc == 2 && strcmp(argv[1], "port") == 0) return free_port();
  if (argc == 3 && strcmp(argv[1], "wait") == 0) {
    server.sin_port = htons((unsigned short) atoi(argv[2]));
    return await();
  }
  if (argc == 4 && strcmp(argv[1], "hold") == 0) {
    server.sin_port = htons((unsigned short) atoi(argv[2]));
    return hold(atol(argv[3]));
  }
  if (argc == 6 && strcmp(argv[1], "flood") == 0) {
    server.sin_port = htons((unsigned short) atoi(argv[2]));
    addresses = atol(argv[4]);
    return addresses < 1 ? 100 : flood(atol(argv[3]), atof(argv[5]));
  }
  if (argc > 2 && strcmp(argv[1], "-s") == 0) {
    addresses = atol(argv[2]);
    argc -= 2;
    argv += 2;
  }
  if (argc < 4 || argc > 5) return 100;
  server.sin_port = htons((unsigned short) atoi(argv[1]));
  long connections = atol(argv[2]);
  int workers = atoi(argv[3]);
  pthread_t threads[256];
  if (connections < 1 || workers < 1 || workers > 256) return 100;
  if (argc == 5) {
    request_length = (size_t) snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", argv[4]);
  }
  left = connections;
  double start = seconds();
  for (int i = 0; i < workers; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < workers; i++) pthread_join(threads[i], NULL);
  printf("%.0f\n", (double) connections / (seconds() - start));
  if (errors) fprintf(stderr, "load: %ld of %ld connections failed\n", (long) errors, connections);
  return errors ? 1 : 0;
}
