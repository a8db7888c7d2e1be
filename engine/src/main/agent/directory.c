#define _GNU_SOURCE
#include "directory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "user.h"

static bool make_with_parents(const char *path) {
    char copy[4096];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof copy) return errno = length ? ENAMETOOLONG : ENOENT, false;
    memcpy(copy, path, length + 1);
    for (char *at = copy + 1; *at; at++) {
        if (*at != '/') continue;
        *at = 0;
        if (mkdir(copy, 0755) != 0 && errno != EEXIST) return false;
        *at = '/';
    }
    struct stat found;
    if (mkdir(copy, 0755) != 0 && errno != EEXIST) return false;
    return stat(copy, &found) == 0 && (S_ISDIR(found.st_mode) || (errno = ENOTDIR, false));
}

/* Through a descriptor: a symbolic link of the image must not give away what it points to, a mounted directory of the host for instance. */
static bool give(const char *directory, const struct identity *to) {
    int opened = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (opened < 0) return false;
    bool given = fchown(opened, to->uid, to->gid) == 0;
    int error = errno;
    close(opened);
    errno = error;
    return given;
}

const char *prepare_directory(const char *directory, const char *owner) {
    static char reason[512];
    static struct identity identity;
    if (!directory) return NULL;
    if (!make_with_parents(directory)) {
        snprintf(reason, sizeof reason, "the working directory %.200s cannot be made: %s", directory, strerror(errno));
        return reason;
    }
    if (!owner) return NULL;
    if (!resolve_user(owner, &identity)) {
        snprintf(reason, sizeof reason, "the image has no user %.200s", owner);
        return reason;
    }
    if (!give(directory, &identity)) {
        snprintf(reason, sizeof reason, "the working directory %.200s cannot be given to %.100s: %s", directory, owner, strerror(errno));
        return reason;
    }
    return NULL;
}
