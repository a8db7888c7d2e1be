#define _GNU_SOURCE
#include "tree.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

struct pids {
    pid_t *pid, *parent;
    size_t count, capacity;
};

static void add(struct pids *pids, pid_t pid, pid_t parent) {
    if (pids->count == pids->capacity) {
        size_t capacity = pids->capacity ? pids->capacity * 2 : 64;
        pid_t *pid_list = realloc(pids->pid, capacity * sizeof(pid_t));
        if (!pid_list) return; /* what is left out now is found by the next walk */
        pids->pid = pid_list;
        pid_t *parents = realloc(pids->parent, capacity * sizeof(pid_t));
        if (!parents) return;
        pids->parent = parents;
        pids->capacity = capacity;
    }
    pids->pid[pids->count] = pid;
    pids->parent[pids->count++] = parent;
}

/* Adds the children of one thread; false where the kernel does not list them. */
static bool add_children_of_thread(struct pids *pids, pid_t process, const char *thread) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/task/%.16s/children", (int)process, thread);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    long number = 0;
    bool digits = false;
    ssize_t length;
    while ((length = read(file, text, sizeof text)) > 0) {
        for (ssize_t i = 0; i < length; i++) {
            if (isdigit((unsigned char)text[i])) {
                number = number * 10 + (text[i] - '0');
                digits = true;
            } else if (digits) {
                add(pids, (pid_t)number, process);
                number = 0;
                digits = false;
            }
        }
    }
    close(file);
    if (digits) add(pids, (pid_t)number, process);
    return true;
}

static bool add_children(struct pids *pids, pid_t process) {
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/task", (int)process);
    DIR *threads = opendir(path);
    if (!threads) return false;
    bool listed = false;
    for (struct dirent *entry; (entry = readdir(threads));)
        if (isdigit((unsigned char)entry->d_name[0])) listed |= add_children_of_thread(pids, process, entry->d_name);
    closedir(threads);
    return listed;
}

/* The parent of a process, and in *zombie whether it has ended; -1 when it has gone. */
static pid_t parent_of(pid_t pid, bool *zombie) {
    char path[32], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
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

/* For kernels without lists of children: everything whose chain of parents leads to the root. */
static void add_by_parents(struct pids *found, pid_t root) {
    struct pids all = {0};
    DIR *proc = opendir("/proc");
    if (!proc) return;
    for (struct dirent *entry; (entry = readdir(proc));) {
        bool zombie = false;
        pid_t pid = (pid_t)atoi(entry->d_name);
        pid_t parent = pid > 0 ? parent_of(pid, &zombie) : -1;
        if (parent >= 0) add(&all, pid, parent);
    }
    closedir(proc);
    size_t next = found->count;
    for (size_t i = 0; i < all.count; i++)
        if (all.parent[i] == root) add(found, all.pid[i], root);
    for (; next < found->count; next++)
        for (size_t i = 0; i < all.count; i++)
            if (all.parent[i] == found->pid[next]) add(found, all.pid[i], found->pid[next]);
    free(all.pid);
    free(all.parent);
}

/* By a descriptor of the process, with its parent looked at again: the number may have gone to another one meanwhile. */
static void signal_checked(pid_t pid, pid_t parent, int signal) {
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    bool zombie = false;
    pid_t now = parent_of(pid, &zombie);
    bool same = now == parent || now == getpid(); /* an orphan has come to its supervisor meanwhile */
    if (same && !zombie && (process < 0 || syscall(SYS_pidfd_send_signal, process, signal, NULL, 0) != 0)) kill(pid, signal);
    if (process >= 0) close(process);
}

int signal_below(pid_t root, int signal, spared spare) {
    struct pids pids = {0};
    if (!add_children(&pids, root)) add_by_parents(&pids, root);
    int found = 0;
    for (size_t i = 0; i < pids.count; i++) {
        if (spare && pids.parent[i] == root && spare(pids.pid[i])) continue;
        add_children(&pids, pids.pid[i]);
        signal_checked(pids.pid[i], pids.parent[i], signal);
        found++;
    }
    free(pids.pid);
    free(pids.parent);
    return found;
}
