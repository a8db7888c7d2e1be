#define _GNU_SOURCE
#include "child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "protocol.h"

#define COMMAND_NICE 5 /* a storm of forks must not starve the supervisors */
#define COMMAND_OOM_SCORE "800"
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* <linux/capability.h>, which musl does not bring */
enum { CAP_KILL = 5, CAP_SETGID = 6, CAP_SETUID = 7, CAP_SETPCAP = 8, CAPABILITY_VERSION_3 = 0x20080522 };
struct capability_header {
    uint32_t version;
    int pid;
};
struct capability_data {
    uint32_t effective, permitted, inheritable;
};

extern char **environ;

static _Noreturn void fail(int failure_pipe, int step, int error) {
    struct failure failure = {error, step};
    ssize_t written = write(failure_pipe, &failure, sizeof failure);
    _exit(written == sizeof failure ? 127 : 126);
}

static bool number(const char *text, unsigned *value) {
    char *end;
    errno = 0;
    unsigned long parsed = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || parsed >= 0xffffffffUL) return false;
    *value = (unsigned)parsed;
    return true;
}

bool resolve_user(const char *text, struct identity *identity) {
    char copy[256];
    *identity = (struct identity){geteuid(), getegid(), NULL, "/"};
    if (strlen(text) >= sizeof copy) return errno = EINVAL, false;
    strcpy(copy, text);
    char *group = strchr(copy, ':');
    if (group) *group++ = 0;
    bool numeric = copy[0] && number(copy, &identity->uid);
    struct passwd *known = !copy[0] ? getpwuid(geteuid()) : numeric ? getpwuid(identity->uid) : getpwnam(copy);
    if (copy[0] && !numeric && !known) return errno = EINVAL, false;
    if (known) {
        identity->uid = known->pw_uid;
        identity->gid = known->pw_gid;
        identity->name = strdup(known->pw_name);
        snprintf(identity->home, sizeof identity->home, "%s", known->pw_dir);
    } else if (copy[0]) {
        identity->gid = 0;
    }
    if (group && group[0] && !number(group, &identity->gid)) {
        struct group *entry = getgrnam(group);
        if (!entry) return errno = EINVAL, false;
        identity->gid = entry->gr_gid;
    }
    if (group && group[0]) identity->name = NULL; /* with a group named, there are no further ones */
    return true;
}

void detach_standard_streams(void) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) {
        if (nothing >= 0 && nothing != fd) dup2(nothing, fd);
        if (nothing < 0) close(fd);
    }
    if (nothing > 2) close(nothing);
}

static bool is_kept(int fd, const int *kept, int count) {
    for (int i = 0; i < count; i++)
        if (kept[i] == fd) return true;
    return false;
}

void close_others(const int *kept, int count) {
    DIR *open_ones = opendir("/proc/self/fd");
    if (!open_ones) {
        for (int fd = 3; fd < 4096; fd++)
            if (!is_kept(fd, kept, count)) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(open_ones));) {
        int fd = atoi(entry->d_name);
        if (fd > 2 && fd != dirfd(open_ones) && !is_kept(fd, kept, count)) close(fd);
    }
    closedir(open_ones);
}

static void reset_signals(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < 65; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The capabilities that only the agent needs. A root command keeps the others that the container has. */
static bool drop_agents_capabilities(void) {
    static const int agents_own[] = {CAP_SETUID, CAP_SETGID, CAP_KILL, CAP_SETPCAP};
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (size_t i = 0; i < sizeof agents_own / sizeof *agents_own; i++)
        if (prctl(PR_CAPBSET_READ, agents_own[i]) == 1 && prctl(PR_CAPBSET_DROP, agents_own[i]) != 0 && geteuid() == 0) return false;
    return true;
}

/* Capabilities in the inheritable set would come back at exec. */
static void clear_inheritable(void) {
    struct capability_header header = {CAPABILITY_VERSION_3, 0};
    struct capability_data data[2];
    if (syscall(SYS_capget, &header, data) != 0) return;
    data[0].inheritable = data[1].inheritable = 0;
    syscall(SYS_capset, &header, data);
}

static bool change_user(const struct identity *identity) {
    if (geteuid() != 0) return identity->uid == geteuid() && identity->gid == getegid() ? true : (errno = EPERM, false);
    int groups = identity->name ? initgroups(identity->name, identity->gid) : setgroups(0, NULL);
    return groups == 0 && setresgid(identity->gid, identity->gid, identity->gid) == 0
        && setresuid(identity->uid, identity->uid, identity->uid) == 0;
}

static bool has(char **env, const char *name) {
    size_t length = strlen(name);
    for (; *env; env++)
        if (strncmp(*env, name, length) == 0 && (*env)[length] == '=') return true;
    return false;
}

static void add_variable(char **env, const char *name, const char *value) {
    if (has(env, name)) return;
    char **end = env;
    while (*end) end++;
    size_t length = strlen(name) + strlen(value) + 2;
    char *variable = malloc(length);
    if (!variable) return;
    snprintf(variable, length, "%s=%s", name, value);
    *end = variable;
}

/* What every command has, as the engine's own exec gives it; at most SPAWN_EXTRA variables. */
static void complete_environment(char **env, const struct identity *identity, bool terminal) {
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    add_variable(env, "PATH", DEFAULT_PATH);
    add_variable(env, "HOME", identity->home);
    add_variable(env, "HOSTNAME", host);
    if (terminal) add_variable(env, "TERM", "xterm");
    environ = env; /* the program is searched in this PATH */
}

static void raise_oom_score(void) {
    /* The file belongs to root while this is not dumpable; nothing of the agent is left here but its memory image. */
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        prctl(PR_SET_DUMPABLE, 1);
        file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
        prctl(PR_SET_DUMPABLE, 0);
    }
    if (file < 0) return;
    ssize_t written = write(file, COMMAND_OOM_SCORE, sizeof COMMAND_OOM_SCORE - 1);
    (void)written; /* best effort: some sandboxes have no such file */
    close(file);
}

_Noreturn void become_command(const struct spawn *spawn, const int ends[3], int failure_pipe) {
    struct identity identity;
    bool terminal = spawn->flags & SPAWN_TTY;
    setsid();
    if (terminal && ioctl(ends[0], TIOCSCTTY, 0) != 0) fail(failure_pipe, STEP_TERMINAL, errno);
    for (int fd = 0; fd < 3; fd++)
        if (dup2(terminal ? ends[0] : ends[fd], fd) < 0) fail(failure_pipe, STEP_PIPE, errno);
    close_others(&failure_pipe, 1);
    reset_signals();
    raise_oom_score();
    if (nice(COMMAND_NICE) == -1) errno = 0; /* best effort */
    if (!resolve_user(spawn->user, &identity)) fail(failure_pipe, STEP_USER, errno);
    if (terminal && geteuid() == 0 && fchown(0, identity.uid, (gid_t)-1) != 0) errno = 0; /* as far as it may */
    if (!(spawn->flags & SPAWN_KEEP_CAPABILITIES) && !drop_agents_capabilities()) fail(failure_pipe, STEP_USER, errno);
    if (!change_user(&identity)) fail(failure_pipe, STEP_USER, errno);
    clear_inheritable();
    if (chdir(spawn->directory[0] ? spawn->directory : "/") != 0) fail(failure_pipe, STEP_DIRECTORY, errno);
    complete_environment(spawn->env, &identity, terminal);
    execvp(spawn->argv[0], spawn->argv);
    fail(failure_pipe, STEP_EXEC, errno);
}
