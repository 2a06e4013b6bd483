/*
 * Runs a program as a UCSPI listener would, on one end of a TCP connection, and watches it from the other end.
 *
 * usage: child exit RUNS PATH PROGRAM...     asks for PATH; microseconds from spawn to exit, median of the runs
 *        child resident PATH PROGRAM...      asks for PATH; VmRSS in kB once the answer has begun
 *        child stream BYTES PATH PROGRAM...  asks for PATH (- for no request at all) and reads to the end, at least so
 *                                            many bytes; prints MB/s and the largest VmRSS in kB that was seen
 *        child start RUNS PROGRAM...         microseconds from spawn until it has written a line, median of the runs
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what) {
  perror(what);
  exit(111);
}

static double micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

/* A connection over loopback: ends[0] is ours, ends[1] the program's. */
static void connect_pair(int ends[2]) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof address;
  int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listening < 0 || ends[0] < 0 || bind(listening, (struct sockaddr *) &address, length) < 0 ||
      listen(listening, 1) < 0 || getsockname(listening, (struct sockaddr *) &address, &length) < 0 ||
      connect(ends[0], (struct sockaddr *) &address, length) < 0) {
    fail("child: connect");
  }
  ends[1] = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
  if (ends[1] < 0) fail("child: accept");
  close(listening);
}

static void ask(int fd, const char *path) {
  char request[1024];
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", path);
  if (strcmp(path, "-") != 0 && write(fd, request, (size_t) length) != length) fail("child: write");
}

static pid_t run(char **program, int in, int out) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t pipe;
  pid_t pid;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigdefault(&attributes, &pipe);
  posix_spawn_file_actions_init(&actions);
  if (in >= 0) posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  if (posix_spawn(&pid, program[0], &actions, &attributes, program, environ) != 0) fail(program[0]);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return pid;
}

/* A field of /proc/PID/status in kB; 0 when the process is gone. */
static long memory(pid_t pid, const char *field) {
  char name[64], line[256];
  long value = 0;
  snprintf(name, sizeof name, "/proc/%d/status", (int) pid);
  FILE *status = fopen(name, "r");
  if (!status) return 0;
  while (fgets(line, sizeof line, status)) {
    if (strncmp(line, field, strlen(field)) == 0) value = atol(line + strlen(field) + 1);
  }
  fclose(status);
  return value;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static int print_median(double *values, int count) {
  qsort(values, (size_t) count, sizeof *values, ascending);
  printf("%.0f\n", values[count / 2]);
  return 0;
}

static int until_exit(int runs, const char *path, char **program) {
  double *times = calloc((size_t) runs, sizeof *times);
  char answer[65536];
  for (int i = 0; i < runs; i++) {
    int ends[2], status;
    ssize_t got;
    size_t all = 0;
    connect_pair(ends);
    ask(ends[0], path);
    double start = micros();
    pid_t pid = run(program, ends[1], ends[1]);
    close(ends[1]);
    while ((got = read(ends[0], answer, sizeof answer)) > 0) all += (size_t) got;
    close(ends[0]);
    if (waitpid(pid, &status, 0) < 0 || status != 0 || all == 0) {
      fprintf(stderr, "child: %s: status %d after %zu bytes\n", program[0], status, all);
      return 1;
    }
    times[i] = micros() - start;
  }
  return print_median(times, runs);
}

static int resident(const char *path, char **program) {
  int ends[2], status;
  char byte;
  connect_pair(ends);
  ask(ends[0], path);
  pid_t pid = run(program, ends[1], ends[1]);
  close(ends[1]);
  if (read(ends[0], &byte, 1) != 1) fail("child: read");
  printf("%ld\n", memory(pid, "VmRSS:"));
  close(ends[0]);
  kill(pid, SIGTERM);
  waitpid(pid, &status, 0);
  return 0;
}

static int stream(double least, const char *path, char **program) {
  static char buffer[1 << 18];
  int ends[2], status;
  double bytes = 0, sampled = 0;
  long most = 0;
  ssize_t got;
  connect_pair(ends);
  ask(ends[0], path);
  double start = micros();
  pid_t pid = run(program, ends[1], ends[1]);
  close(ends[1]);
  while ((got = read(ends[0], buffer, sizeof buffer)) > 0) {
    bytes += (double) got;
    if (bytes - sampled >= 16e6) {
      long now = memory(pid, "VmRSS:");
      most = now > most ? now : most;
      sampled = bytes;
    }
  }
  double took = micros() - start;
  close(ends[0]);
  waitpid(pid, &status, 0);
  printf("%.0f %ld\n", bytes / took, most);
  if (got < 0 || bytes < least) {
    fprintf(stderr, "child: only %.0f bytes of %.0f came\n", bytes, least);
    return 1;
  }
  return 0;
}

static int until_line(int runs, char **program) {
  double *times = calloc((size_t) runs, sizeof *times);
  for (int i = 0; i < runs; i++) {
    int ends[2], status;
    char byte = 0;
    if (pipe2(ends, O_CLOEXEC) < 0) fail("child: pipe");
    double start = micros();
    pid_t pid = run(program, -1, ends[1]);
    close(ends[1]);
    while (byte != '\n' && read(ends[0], &byte, 1) == 1) {
    }
    times[i] = micros() - start;
    close(ends[0]);
    kill(pid, SIGTERM);
    waitpid(pid, &status, 0);
    if (byte != '\n') {
      fprintf(stderr, "child: %s wrote no line\n", program[0]);
      return 1;
    }
  }
  return print_median(times, runs);
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  if (argc > 4 && strcmp(argv[1], "exit") == 0) return until_exit(atoi(argv[2]), argv[3], argv + 4);
  if (argc > 3 && strcmp(argv[1], "resident") == 0) return resident(argv[2], argv + 3);
  if (argc > 4 && strcmp(argv[1], "stream") == 0) return stream(atof(argv[2]), argv[3], argv + 4);
  if (argc > 3 && strcmp(argv[1], "start") == 0) return until_line(atoi(argv[2]), argv + 3);
  fprintf(stderr, "usage: see the top of child.c\n");
  return 100;
}
