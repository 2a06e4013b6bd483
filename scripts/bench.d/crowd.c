/*
 * Many clients on 127.0.0.1 at once.
 *
 * usage: crowd vanish PORT CLIENTS DIRECTORY
 *          All of them ask, and get the beginning of a stream that says nothing more. Then all hang up in one go.
 *          Prints how many milliseconds later no process was left that works in DIRECTORY, zombies included.
 *        crowd slow PORT CLIENTS REQUESTS
 *          All of them send a request head, one byte each second and never the last; meanwhile one more client asks
 *          and is answered REQUESTS times, a connection each. Prints how many microseconds the slowest hundredth took
 *          at least (the 99th percentile).
 *
 * The exit code is 1 if a connection failed, or something was left after a minute.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char ask[] = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n";
static const char ask_once[] = "GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";
static struct sockaddr_in server = {.sin_family = AF_INET};

static long long micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void fail(const char *what) {
  fprintf(stderr, "crowd: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int open_connection(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *) &server, sizeof server) < 0) fail("connect");
  return fd;
}

/* Reads until the text has come. */
static void await(int fd, const char *text) {
  char got[4096];
  size_t have = 0;
  do {
    ssize_t n = have < sizeof got ? read(fd, got + have, sizeof got - have) : 0;
    if (n <= 0) fail("a stream has not begun");
    have += (size_t) n;
  } while (memmem(got, have, text, strlen(text)) == NULL);
}

/* How many processes work in the directory, and those that have ended but nobody has waited for. */
static int left_in(const char *directory) {
  char path[300], at[4096];
  int left = 0;
  DIR *proc = opendir("/proc");
  struct dirent *entry;
  while ((entry = readdir(proc)) != NULL) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    snprintf(path, sizeof path, "/proc/%s/cwd", entry->d_name);
    ssize_t length = readlink(path, at, sizeof at - 1);
    if (length >= 0) {
      at[length] = 0;
      left += strcmp(at, directory) == 0;
    }
  }
  closedir(proc);
  return left;
}

/* Zombies have no directory any more; they are children of the listener or of an adapter, and those named "silent". */
static int zombies(void) {
  char path[300], text[512];
  int left = 0;
  DIR *proc = opendir("/proc");
  struct dirent *entry;
  while ((entry = readdir(proc)) != NULL) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    text[length > 0 ? length : 0] = 0;
    left += strstr(text, "(silent") != NULL && strstr(text, ") Z ") != NULL;
  }
  closedir(proc);
  return left;
}

static int vanish(int clients, const char *directory) {
  int *fds = calloc((size_t) clients, sizeof *fds);
  for (int i = 0; i < clients; i++) {
    fds[i] = open_connection();
    if (write(fds[i], ask, sizeof ask - 1) != sizeof ask - 1) fail("ask");
  }
  for (int i = 0; i < clients; i++) await(fds[i], "data: begun\n\n");
  if (left_in(directory) < 2 * clients) {
    fprintf(stderr, "crowd: %d processes for %d clients\n", left_in(directory), clients);
    return 1;
  }
  long long began = micros();
  for (int i = 0; i < clients; i++) close(fds[i]);
  struct timespec pause = {0, 20000000};
  while (left_in(directory) > 0 || zombies() > 0) {
    if (micros() - began > 60000000) {
      fprintf(stderr, "crowd: %d processes and %d zombies are left\n", left_in(directory), zombies());
      return 1;
    }
    nanosleep(&pause, NULL);
  }
  printf("%lld\n", (micros() - began) / 1000);
  return 0;
}

static int by_size(const void *a, const void *b) {
  long long x = *(const long long *) a, y = *(const long long *) b;
  return (x > y) - (x < y);
}

static void ask_and_read(void) {
  char got[4096];
  size_t have = 0;
  ssize_t n;
  int fd = open_connection();
  if (write(fd, ask_once, sizeof ask_once - 1) != sizeof ask_once - 1) fail("ask");
  while (have < sizeof got && (n = read(fd, got + have, sizeof got - have)) > 0) have += (size_t) n;
  close(fd);
  if (have < 13 || memcmp(got, "HTTP/1.1 200", 12) != 0) fail("an answer");
}

static int slow(int clients, int requests) {
  static const char head[] = "GET / HTTP/1.1\r\nHost: bench\r\nX-Slow: ";
  int *fds = calloc((size_t) clients + 1, sizeof *fds);
  long long *took = calloc((size_t) requests, sizeof *took);
  for (int i = 0; i < clients; i++) {
    fds[i] = open_connection();
    if (write(fds[i], head, 1) != 1) fail("begin a head");
  }
  size_t sent = 1;
  long long next = micros() + 1000000;
  for (int i = 0; i < requests; i++) {
    long long began = micros();
    ask_and_read();
    took[i] = micros() - began;
    if (micros() >= next) {
      next += 1000000;
      for (int j = 0; j < clients; j++) {
        const char *byte = sent < sizeof head - 1 ? head + sent : "x";
        if (send(fds[j], byte, 1, MSG_NOSIGNAL) != 1) fail("a slow client was cut off");
      }
      sent++;
    }
  }
  qsort(took, (size_t) requests, sizeof *took, by_size);
  printf("%lld\n", took[requests - 1 - requests / 100]);
  return 0;
}

int main(int argc, char **argv) {
  struct rlimit files = {65536, 65536};
  if (argc != 5) {
    fprintf(stderr, "usage: crowd vanish PORT CLIENTS DIRECTORY | crowd slow PORT CLIENTS REQUESTS\n");
    return 100;
  }
  if (setrlimit(RLIMIT_NOFILE, &files) < 0) {
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  server.sin_port = htons((unsigned short) atoi(argv[2]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return strcmp(argv[1], "vanish") == 0 ? vanish(atoi(argv[3]), argv[4]) : slow(atoi(argv[3]), atoi(argv[4]));
}
