#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "commands.h"
#include "descriptors.h"
#include "ending.h"
#include "engine.h"
#include "input.h"
#include "memory.h"
#include "output.h"
#include "signals.h"
#include "stream.h"
#include "supervision.h"
#include "tree.h"

#define FIRST_LEASE_MS 30000 /* started, but nobody has said hello */
#define LONGEST_WAIT_MS 60000
#define BURYING_PAUSE_MS 2

struct agent agent = {.in = STDIN_FILENO, .out = STDOUT_FILENO, .signals = -1, .nothing = -1, .lease_ms = FIRST_LEASE_MS};

enum { ENGINE_IN, ENGINE_OUT, SIGNALS, FIXED, SUPERVISOR = 0, INPUT, OUT, ERR, EACH };

static struct pollfd *watched;

static void watch(void) {
    watched[ENGINE_IN] = (struct pollfd){stream_is_jammed() ? -1 : agent.in, POLLIN, 0};
    watched[ENGINE_OUT] = (struct pollfd){held(&agent.outgoing) > 0 ? agent.out : -1, POLLOUT, 0};
    watched[SIGNALS] = (struct pollfd){agent.signals, POLLIN, 0};
    for (size_t i = 0; i < agent.count; i++) {
        const struct command *command = &agent.commands[i];
        struct pollfd *of = watched + FIXED + i * EACH;
        of[SUPERVISOR] = (struct pollfd){command->socket, POLLIN, 0};
        of[INPUT] = watch_input(command);
        of[OUT] = watch_output(command, &command->out);
        of[ERR] = watch_output(command, &command->err);
    }
}

/* What a supervisor tells comes before what its command prints. Returns false when the stream had no room for an output. */
static bool serve(struct command *command, const struct pollfd *of) {
    static bool err_first;
    if (of[SUPERVISOR].revents || command->supervisor < 0) listen_to_supervisor(command);
    serve_input(command, of[INPUT].revents);
    err_first = !err_first;
    if (err_first) serve_output(command, &command->err, of[ERR].revents);
    serve_output(command, &command->out, of[OUT].revents);
    if (!err_first) serve_output(command, &command->err, of[ERR].revents);
    return !stream_is_full();
}

/* One chunk of each output in a round; the first that finds no room any more has the first turn of the next. */
static void serve_commands(const struct pollfd *of) {
    size_t first = agent.turn < agent.count ? agent.turn : 0;
    bool room = !stream_is_full();
    agent.turn = room ? first + 1 : first;
    for (size_t k = 0; k < agent.count; k++) {
        size_t i = (first + k) % agent.count;
        bool left = serve(&agent.commands[i], of + i * EACH);
        if (room && !left) agent.turn = i + 1;
        room = left;
    }
}

/* Judged only when nothing waits any more: after a pause of the container, the frames of that time are still to be read. */
static void judge_lease(void) {
    if (agent.lease_ms == 0 || now_ms() - agent.last_heard < agent.lease_ms) return;
    read_stream();
    if (now_ms() - agent.last_heard >= agent.lease_ms) end(0);
}

/* How long until something is due, in ms. */
static int next_due(int64_t now) {
    int64_t next = now + LONGEST_WAIT_MS;
    if (agent.lease_ms > 0 && agent.last_heard + agent.lease_ms < next) next = agent.last_heard + agent.lease_ms;
    if (agent.burying) next = now + BURYING_PAUSE_MS;
    for (size_t i = 0; i < agent.count; i++) {
        const struct command *command = &agent.commands[i];
        if (command->killing && !command->gone && command->kill_deadline < next) next = command->kill_deadline;
    }
    return next > now ? (int)(next - now) : 0;
}

static void make_room(size_t count) {
    static size_t capacity;
    if (watched && count <= capacity) return;
    capacity = count * 2;
    watched = realloc(watched, capacity * sizeof *watched);
    if (!watched) end(1);
}

static _Noreturn void loop(void) {
    for (;;) {
        size_t count = FIXED + agent.count * EACH;
        make_room(count);
        watch();
        if (poll(watched, count, next_due(now_ms())) < 0) {
            if (errno != EINTR) end(1);
            continue;
        }
        if (watched[SIGNALS].revents) {
            if (asked_to_end(agent.signals)) end(0);
            reap_children();
        }
        serve_commands(watched + FIXED);
        if (watched[ENGINE_IN].revents) read_stream();
        judge_lease();
        kill_stopped_supervisors(now_ms());
        bury_orphans(now_ms());
        sweep_commands();
        flush_stream();
    }
}

_Noreturn void run_agent(const char *socket_path, const char *directory, const char *owner) {
    agent.directory = directory;
    agent.owner = owner;
    while ((agent.nothing = open_nothing()) >= 0 && agent.nothing < 3) {} /* the standard streams stay what they are */
    if (agent.nothing < 0) end(1);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    umask(022);
    raise_descriptor_limit();
    open_process_list();
    open_memory_kills();
    agent.signals = open_signals();
    if (agent.signals < 0) end(1);
    reach_engine(socket_path);
    agent.last_heard = now_ms();
    loop();
}
