#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capabilities.h"
#include "descriptors.h"
#include "environment.h"
#include "protocol.h"
#include "user.h"

#define COMMAND_NICE 5 /* a storm of forks must not starve the supervisors */
#define COMMAND_OOM_SCORE "800"

extern char **environ;

static int failures; /* the pipe */

static _Noreturn void fail(int step) {
    struct failure failure = {errno, step};
    ssize_t written = write(failures, &failure, sizeof failure);
    _exit(written == sizeof failure ? 127 : 126);
}

static void take_ends(const int ends[3], bool terminal) {
    setsid();
    if (terminal && ioctl(ends[0], TIOCSCTTY, 0) != 0) fail(STEP_TERMINAL);
    for (int fd = 0; fd < 3; fd++)
        if (dup2(terminal ? ends[0] : ends[fd], fd) < 0) fail(STEP_PIPE);
    close_others(&failures, 1);
}

/* Asked of the kernel itself, as the library keeps some signals for its own and would leave them ignored. */
static void reset_signals(void) {
    static const unsigned char standard[64];
    for (int number = 1; number < 65; number++) syscall(SYS_rt_sigaction, number, standard, NULL, 8);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
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

static void take_user(const struct spawn *spawn, struct identity *identity) {
    if (!resolve_user(spawn->user, identity)) fail(STEP_USER);
    if (spawn->flags & SPAWN_TTY && geteuid() == 0 && fchown(0, identity->uid, (gid_t)-1) != 0) errno = 0; /* as far as it may */
    if (!(spawn->flags & SPAWN_KEEP_CAPABILITIES) && !drop_agents_capabilities(identity->uid)) fail(STEP_USER);
    if (!become_user(identity)) fail(STEP_USER);
    if (!clear_inherited_capabilities()) fail(STEP_USER);
}

_Noreturn void become_command(const struct spawn *spawn, const int ends[3], int failure_pipe) {
    static struct identity identity;
    bool terminal = spawn->flags & SPAWN_TTY;
    failures = failure_pipe;
    take_ends(ends, terminal);
    reset_signals();
    restore_descriptor_limit();
    raise_oom_score();
    if (nice(COMMAND_NICE) == -1) errno = 0; /* best effort */
    take_user(spawn, &identity);
    if (chdir(spawn->directory[0] ? spawn->directory : "/") != 0) fail(STEP_DIRECTORY);
    complete_environment(spawn->env, identity.home, terminal);
    environ = spawn->env; /* the program is searched in this PATH */
    execvp(spawn->argv[0], spawn->argv);
    fail(STEP_EXEC);
}
