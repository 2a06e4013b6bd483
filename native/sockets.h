/*
 * Lets the generated code call the socket functions of glibc. There, with _GNU_SOURCE, a socket's address is a union of
 * pointers to all kinds of addresses, which takes a pointer to void, but none to the int32_t of the generated code.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/socket.h>

#define accept4(fd, address, length, flags) accept4(fd, (void *) (address), length, flags)
#define bind(fd, address, length) bind(fd, (void *) (address), length)
#define connect(fd, address, length) connect(fd, (void *) (address), length)
#define getpeername(fd, address, length) getpeername(fd, (void *) (address), length)
#define getsockname(fd, address, length) getsockname(fd, (void *) (address), length)
#define recvfrom(fd, data, size, flags, address, length) recvfrom(fd, data, size, flags, (void *) (address), length)
#define sendto(fd, data, size, flags, address, length) sendto(fd, data, size, flags, (void *) (address), length)
