#define _GNU_SOURCE
#include "descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KEPT_MAX 8
#define GUESSED_MOST 65536 /* where the system does not tell which are open */

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

static struct rlimit before;
static bool raised;

int open_nothing(void) { return open("/dev/null", O_RDWR | O_CLOEXEC); }

void point_standard_streams_to(int nothing) {
    for (int fd = 0; fd < 3; fd++)
        if (fd != nothing) dup2(nothing, fd);
}

static bool close_range_of(unsigned first, unsigned last) { return first > last || syscall(SYS_close_range, first, last, 0) == 0; }

/* sorted: ascending. False: this kernel, or a filter of system calls, does not do it. */
static bool close_gaps(const int *sorted, size_t count) {
    unsigned first = 3;
    for (size_t i = 0; i < count; i++) {
        if (sorted[i] < 3) continue;
        if (!close_range_of(first, (unsigned)sorted[i] - 1)) return false;
        first = (unsigned)sorted[i] + 1;
    }
    return close_range_of(first, ~0u);
}

static bool is_kept(int fd, const int *kept, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (kept[i] == fd) return true;
    return false;
}

static void close_listed(const int *kept, size_t count) {
    DIR *open_ones = opendir("/proc/self/fd");
    if (!open_ones) {
        for (int fd = 3; fd < GUESSED_MOST; fd++)
            if (!is_kept(fd, kept, count)) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(open_ones));) {
        int fd = atoi(entry->d_name);
        if (fd > 2 && fd != dirfd(open_ones) && !is_kept(fd, kept, count)) close(fd);
    }
    closedir(open_ones);
}

static int ascending(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }

void close_others(const int *kept, size_t count) {
    int sorted[KEPT_MAX];
    if (count > KEPT_MAX) abort();
    for (size_t i = 0; i < count; i++) sorted[i] = kept[i];
    qsort(sorted, count, sizeof *sorted, ascending);
    if (!close_gaps(sorted, count)) close_listed(kept, count);
}

void raise_descriptor_limit(void) {
    if (getrlimit(RLIMIT_NOFILE, &before) != 0) return;
    struct rlimit most = {before.rlim_max, before.rlim_max};
    raised = setrlimit(RLIMIT_NOFILE, &most) == 0;
}

void restore_descriptor_limit(void) {
    if (raised) setrlimit(RLIMIT_NOFILE, &before);
}
