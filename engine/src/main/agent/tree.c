#define _GNU_SOURCE
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct found {
    pid_t pid, parent;
};

struct pids {
    struct found *all;
    size_t count, capacity;
};

static int proc = AT_FDCWD;

int open_process_list(void) {
    if (proc == AT_FDCWD) proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return proc;
}

static void add(struct pids *pids, pid_t pid, pid_t parent) {
    if (pids->count == pids->capacity) {
        size_t capacity = pids->capacity ? pids->capacity * 2 : 64;
        struct found *more = realloc(pids->all, capacity * sizeof *more);
        if (!more) return; /* what is left out now is found by the next walk */
        pids->all = more;
        pids->capacity = capacity;
    }
    pids->all[pids->count++] = (struct found){pid, parent};
}

static DIR *open_directory(int at, const char *path) {
    int opened = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = opened < 0 ? NULL : fdopendir(opened);
    if (opened >= 0 && !directory) close(opened);
    return directory;
}

/* 0: not a number. */
static pid_t number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    return text[0] >= '1' && text[0] <= '9' && !*end && value > 0 && value <= 0x7fffffff ? (pid_t)value : 0;
}

/* Adds the children of one thread; false where the kernel does not list them. */
static bool add_children_of_thread(struct pids *pids, pid_t process, int threads, const char *thread) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "%.16s/children", thread);
    int file = openat(threads, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    pid_t pid = 0;
    ssize_t length;
    while ((length = read(file, text, sizeof text)) > 0) {
        for (ssize_t i = 0; i < length; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                pid = pid * 10 + (text[i] - '0');
            } else if (pid > 0) {
                add(pids, pid, process);
                pid = 0;
            }
        }
    }
    close(file);
    if (pid > 0) add(pids, pid, process);
    return true;
}

static bool add_children(struct pids *pids, pid_t process) {
    char path[32];
    snprintf(path, sizeof path, "%d/task", (int)process);
    DIR *threads = open_directory(proc, path);
    if (!threads) return false;
    bool listed = false;
    for (struct dirent *entry; (entry = readdir(threads));)
        if (number(entry->d_name)) listed |= add_children_of_thread(pids, process, dirfd(threads), entry->d_name);
    closedir(threads);
    return listed;
}

/* The parent of a process, and in *zombie whether it has ended; -1 when it has gone. */
static pid_t parent_of(pid_t pid, bool *zombie) {
    char path[32], text[512];
    snprintf(path, sizeof path, "%d/stat", (int)pid);
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return -1;
    text[length] = 0;
    char *behind_name = strrchr(text, ')');
    char state;
    int parent;
    if (!behind_name || sscanf(behind_name + 1, " %c %d", &state, &parent) != 2) return -1;
    *zombie = state == 'Z' || state == 'X';
    return parent;
}

static bool add_all(struct pids *all) {
    DIR *processes = open_directory(proc, ".");
    if (!processes) return false;
    for (struct dirent *entry; (entry = readdir(processes));) {
        bool zombie;
        pid_t pid = number(entry->d_name), parent = pid ? parent_of(pid, &zombie) : -1;
        if (parent >= 0) add(all, pid, parent);
    }
    closedir(processes);
    return all->count > 0;
}

/* For kernels without lists of children: everything whose chain of parents leads to the root. False: nothing can be seen. */
static bool add_by_parents(struct pids *found, pid_t root) {
    struct pids all = {0};
    bool seen = add_all(&all);
    size_t next = found->count;
    for (size_t i = 0; i < all.count; i++)
        if (all.all[i].parent == root) add(found, all.all[i].pid, root);
    for (; next < found->count; next++)
        for (size_t i = 0; i < all.count; i++)
            if (all.all[i].parent == found->all[next].pid) add(found, all.all[i].pid, found->all[next].pid);
    free(all.all);
    return seen;
}

/* By a descriptor of the process, with its parent looked at again: the number may have gone to another one meanwhile. */
static void signal_checked(struct found one, int signal) {
    bool zombie = false;
    int process = (int)syscall(SYS_pidfd_open, one.pid, 0);
    bool without = process < 0 && errno != ESRCH;
    pid_t now = parent_of(one.pid, &zombie);
    bool same = now == one.parent || now == getpid(); /* an orphan has come to its supervisor meanwhile */
    if (same && !zombie) {
        if (process >= 0 && syscall(SYS_pidfd_send_signal, process, signal, NULL, 0) != 0) without = errno != ESRCH;
        if (without) kill(one.pid, signal);
    }
    if (process >= 0) close(process);
}

int signal_below(pid_t root, int signal, spared spare) {
    struct pids pids = {0};
    bool seen = add_children(&pids, root);
    bool by_parents = !seen && add_by_parents(&pids, root);
    int found = 0;
    for (size_t i = 0; i < pids.count; i++) {
        struct found one = pids.all[i];
        if (spare && one.parent == root && spare(one.pid)) continue;
        if (!by_parents) add_children(&pids, one.pid);
        signal_checked(one, signal);
        found++;
    }
    free(pids.all);
    return seen || by_parents ? found : -1;
}
