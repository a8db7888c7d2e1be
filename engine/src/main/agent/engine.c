#define _GNU_SOURCE
#include "engine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent.h"
#include "protocol.h"
#include "stream.h"

static void do_not_wait(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

/* The connected socket, or -1. */
static int connect_to(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

void reach_engine(const char *socket_path) {
    int connected = socket_path ? connect_to(socket_path) : -1;
    if (connected >= 0) {
        agent.in = agent.out = connected;
        return;
    }
    int error = errno;
    do_not_wait(agent.in);
    do_not_wait(agent.out);
    if (!socket_path) return;
    uint8_t reason[4];
    put_u32(reason, (uint32_t)error);
    send_frame(F_NO_SOCKET, 0, reason, sizeof reason);
}
