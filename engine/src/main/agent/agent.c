#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "command.h"
#include "directory.h"
#include "memory.h"
#include "protocol.h"
#include "supervisor.h"
#include "tree.h"

#define FIRST_LEASE_MS 30000           /* started, but nobody has said hello */
#define OUTPUT_PAUSE (256u << 10)      /* with so much unsent, no output is read */
#define STOPPED_SUPERVISOR_MS 2000     /* how much longer than the grace a supervisor may take */
#define ENDING_MS 2000
#define READ_SIZE 65536

static struct buffer incoming, outgoing;
static struct command *commands; /* in no order */
static size_t command_count, command_capacity;
static struct buffer description; /* of the command that is being described */
static uint32_t described, highest_id;
static bool greeted;
static int64_t lease_ms = FIRST_LEASE_MS, last_frame;
static const char *directory, *owner;
static int signals;

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_supervisor(pid_t pid) {
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].supervisor == pid) return true;
    return false;
}

/* Ends everything. As the container's first process, the kernel does it when this one ends. */
static _Noreturn void end(int status) {
    if (getpid() != 1) {
        int64_t deadline = now_ms() + ENDING_MS;
        while (signal_below(getpid(), SIGKILL, NULL) > 0 && now_ms() < deadline)
            while (waitpid(-1, NULL, WNOHANG) > 0) {}
    }
    _exit(status);
}

static void send_frame(uint8_t type, uint32_t id, const void *payload, uint32_t length) {
    uint8_t header[FRAME_HEADER];
    put_u32(header, length);
    header[4] = type;
    put_u32(header + 5, id);
    if (!append(&outgoing, header, sizeof header) || !append(&outgoing, payload, length)) end(1);
}

static void send_text(uint8_t type, uint32_t id, const uint8_t *head, uint32_t head_length, const char *text) {
    uint8_t payload[512];
    uint32_t length = (uint32_t)strlen(text);
    if (length > sizeof payload - head_length - 4) length = (uint32_t)(sizeof payload - head_length - 4);
    if (head_length) memcpy(payload, head, head_length);
    put_u32(payload + head_length, length);
    memcpy(payload + head_length + 4, text, length);
    send_frame(type, id, payload, head_length + 4 + length);
}

static void flush_outgoing(void) {
    while (held(&outgoing) > 0) {
        ssize_t written = write(STDOUT_FILENO, outgoing.bytes + outgoing.start, held(&outgoing));
        if (written < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN) return;
            end(1); /* nobody reads: the engine has gone */
        }
        consume(&outgoing, (size_t)written);
    }
}

static _Noreturn void fatal(const char *reason) {
    send_text(F_FATAL, 0, NULL, 0, reason);
    struct pollfd writable = {STDOUT_FILENO, POLLOUT, 0};
    for (int64_t deadline = now_ms() + ENDING_MS; held(&outgoing) > 0 && now_ms() < deadline;) {
        flush_outgoing();
        if (held(&outgoing) > 0) poll(&writable, 1, 100);
    }
    end(1);
}

static struct command *find(uint32_t id) {
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].id == id) return &commands[i];
    if (id == 0 || id > highest_id) fatal("a frame for a command that never was");
    return NULL;
}

static void remove_command(struct command *command) {
    close_command(command);
    *command = commands[--command_count];
}

static void send_failed(uint32_t id, int error, int step) {
    uint8_t head[5];
    put_u32(head, (uint32_t)error);
    head[4] = (uint8_t)step;
    send_text(F_FAILED, id, head, sizeof head, strerror(error));
}

static void spawn_command(uint32_t id) {
    struct spawn spawn;
    if (!parse_spawn(&spawn, description.bytes + description.start, held(&description))) fatal("a description of a command that breaks the rules");
    release(&description);
    if (command_count == command_capacity) {
        size_t capacity = command_capacity ? command_capacity * 2 : 16;
        struct command *more = realloc(commands, capacity * sizeof *commands);
        if (!more) end(1);
        commands = more;
        command_capacity = capacity;
    }
    struct command *command = &commands[command_count];
    *command = (struct command){.id = id, .socket = -1, .input = -1, .terminal = -1, .out.fd = -1, .err.fd = -1};
    command->memory_kills_before = memory_kills();
    int error = 0, step = 0;
    if (start_command(command, &spawn, &error, &step)) command_count++;
    else send_failed(id, error, step);
    free_spawn(&spawn);
}

static void on_spawn(uint32_t id, const uint8_t *payload, uint32_t length, bool last) {
    if (id == 0) fatal("a command without an id");
    if (described != id) {
        if (described != 0) fatal("two commands described at once");
        if (id <= highest_id) fatal("the id of a command was used before");
        described = highest_id = id;
    }
    if (held(&description) + length > SPAWN_MAX) fatal("a description of a command that is too long");
    if (!append(&description, payload, length)) end(1);
    if (!last) return;
    described = 0;
    spawn_command(id);
}

static void write_input(struct command *command) {
    size_t before = held(&command->pending_input);
    while (held(&command->pending_input) > 0) {
        ssize_t written = write(command->input, command->pending_input.bytes + command->pending_input.start, held(&command->pending_input));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) break;
        if (written < 0) {
            close_input(command);
            send_frame(F_STDIN_CLOSED, command->id, NULL, 0);
            return;
        }
        consume(&command->pending_input, (size_t)written);
    }
    uint32_t written = (uint32_t)(before - held(&command->pending_input));
    if (written > 0) {
        uint8_t credit[4];
        put_u32(credit, written);
        command->input_credit += written;
        send_frame(F_CREDIT, command->id, credit, sizeof credit);
    }
    if (command->input_ending && held(&command->pending_input) == 0) {
        static const char end_of_file = 4; /* what a terminal's reader sees as the end */
        if (command->terminal >= 0 && write(command->input, &end_of_file, 1) < 0 && errno == EAGAIN) return;
        close_input(command);
    }
}

static void on_stdin(struct command *command, const uint8_t *payload, uint32_t length) {
    if (length > command->input_credit || command->input_ending) fatal("more standard input than was asked for");
    command->input_credit -= length;
    if (command->input < 0) return;
    if (!append(&command->pending_input, payload, length)) end(1);
    write_input(command);
}

static void on_credit(struct command *command, uint8_t stream, uint32_t bytes) {
    struct output *output = stream == STREAM_OUT ? &command->out : stream == STREAM_ERR ? &command->err : NULL;
    if (!output || output->credit > UINT32_MAX - bytes) fatal("credit that breaks the rules");
    output->credit += bytes;
}

static void on_signal(struct command *command, uint8_t signal, uint8_t scope) {
    if (signal == 0 || signal > 64 || scope > 1) fatal("a signal that does not exist");
    int group = scope == 0 ? foreground_group(command) : 0;
    ask_signal(command, signal, group ? -group : scope);
}

static void on_kill(struct command *command, uint32_t grace) {
    int64_t deadline = now_ms() + grace + STOPPED_SUPERVISOR_MS;
    if (!command->killing || deadline < command->kill_deadline) command->kill_deadline = deadline;
    command->killing = true;
    ask_kill(command, grace);
}

static void on_hello(struct reader *reader) {
    uint16_t version = read_u16(reader);
    lease_ms = read_u32(reader);
    if (greeted || reader->bad) fatal("a greeting that breaks the rules");
    if (version != PROTOCOL_VERSION) fatal("another version of the protocol is spoken");
    const char *reason = prepare_directory(directory, owner);
    if (reason) fatal(reason);
    greeted = true;
    uint8_t answer[2];
    put_u16(answer, PROTOCOL_VERSION);
    send_frame(F_HELLO, 0, answer, sizeof answer);
}

static void on_frame(uint8_t type, uint32_t id, const uint8_t *payload, uint32_t length) {
    static const int lengths[] = {[T_HELLO] = 6, [T_STDIN_END] = 0, [T_CREDIT] = 5, [T_SIGNAL] = 2, [T_KILL] = 4,
        [T_RESIZE] = 4, [T_DISCARD] = 0, [T_PING] = 8};
    bool free_length = type == T_SPAWN_PART || type == T_SPAWN || type == T_STDIN;
    if (type < T_HELLO || type > T_PING) fatal("a frame of an unknown type");
    if (!free_length && (uint32_t)lengths[type] != length) fatal("a frame of the wrong length");
    if (!greeted && type != T_HELLO) fatal("a frame before the greeting");
    struct reader reader = {payload, length, false};
    struct command *command = NULL;
    switch (type) {
    case T_HELLO: on_hello(&reader); return;
    case T_SPAWN_PART: on_spawn(id, payload, length, false); return;
    case T_SPAWN: on_spawn(id, payload, length, true); return;
    case T_PING: send_frame(F_PONG, 0, payload, length); return;
    default: command = find(id);
    }
    if (!command) return; /* it has gone; the engine could not know */
    switch (type) {
    case T_STDIN: on_stdin(command, payload, length); return;
    case T_STDIN_END:
        command->input_ending = true;
        if (command->input >= 0) write_input(command);
        return;
    case T_CREDIT: {
        uint8_t stream = read_u8(&reader);
        on_credit(command, stream, read_u32(&reader));
        return;
    }
    case T_SIGNAL: {
        uint8_t signal = read_u8(&reader);
        on_signal(command, signal, read_u8(&reader));
        return;
    }
    case T_KILL: on_kill(command, read_u32(&reader)); return;
    case T_RESIZE: {
        uint16_t rows = read_u16(&reader);
        resize_terminal(command, rows, read_u16(&reader));
        return;
    }
    default: command->discarding = true; return;
    }
}

static void read_frames(void) {
    static uint8_t chunk[READ_SIZE];
    ssize_t length = read(STDIN_FILENO, chunk, sizeof chunk);
    if (length == 0) end(0); /* the lease is over */
    if (length < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        end(1);
    }
    last_frame = now_ms();
    if (!append(&incoming, chunk, (size_t)length)) end(1);
    while (held(&incoming) >= FRAME_HEADER) {
        struct reader reader = {incoming.bytes + incoming.start, FRAME_HEADER, false};
        uint32_t payload = read_u32(&reader);
        uint8_t type = read_u8(&reader);
        uint32_t id = read_u32(&reader);
        if (payload > FRAME_MAX) fatal("a frame that is too long");
        if (held(&incoming) < FRAME_HEADER + (size_t)payload) break;
        on_frame(type, id, incoming.bytes + incoming.start + FRAME_HEADER, payload);
        consume(&incoming, FRAME_HEADER + (size_t)payload);
    }
}

static void send_exit(struct command *command, const struct telling *telling) {
    uint8_t payload[37];
    uint64_t kills = memory_kills();
    bool known = kills != UINT64_MAX && command->memory_kills_before != UINT64_MAX;
    payload[0] = (uint8_t)telling->kind;
    put_u32(payload + 1, (uint32_t)telling->value);
    put_u64(payload + 5, telling->user_us);
    put_u64(payload + 13, telling->system_us);
    put_u64(payload + 21, telling->peak_kib);
    put_u64(payload + 29, known ? kills - command->memory_kills_before : UINT64_MAX);
    command->exited = true;
    send_frame(F_EXIT, command->id, payload, sizeof payload);
}

/* Its outputs may still hold what has not been asked for. */
static void tell_gone(struct command *command) {
    command->gone = true;
    send_frame(F_GONE, command->id, NULL, 0);
}

/* Supervisors say goodbye themselves; strangers are only reaped. */
static void reap_children(void) {
    for (pid_t ended; (ended = waitpid(-1, NULL, WNOHANG)) > 0;)
        for (size_t i = 0; i < command_count; i++)
            if (commands[i].supervisor == ended) commands[i].supervisor = -1; /* the number is free for others now */
}

/* A supervisor has died without a word: its orphans come to this process, and are killed before anything is told. */
static void bury_supervisor(struct command *command) {
    close(command->socket);
    command->socket = -1;
    if (command->supervisor > 0) {
        kill(command->supervisor, SIGKILL);
        waitpid(command->supervisor, NULL, 0); /* its socket closes before its children become ours */
        command->supervisor = -1;
    }
    for (int64_t deadline = now_ms() + ENDING_MS; signal_below(getpid(), SIGKILL, is_supervisor) > 0 && now_ms() < deadline;) {
        reap_children();
        usleep(1000);
    }
    if (!command->started) {
        command->started = true;
        send_frame(F_STARTED, command->id, (uint8_t[4]){0}, 4);
    }
    if (!command->exited) send_exit(command, &(struct telling){TOLD_EXIT, SIGKILL, SIGNALLED, 0, 0, 0});
    tell_gone(command);
}

/* Returns false when the command is over and removed. */
static bool listen_to_supervisor(struct command *command) {
    for (;;) {
        struct telling telling;
        ssize_t got = recv(command->socket, &telling, sizeof telling, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
        if (got != (ssize_t)sizeof telling) {
            if (command->gone) {
                close(command->socket);
                command->socket = -1;
            } else {
                bury_supervisor(command);
            }
            return true;
        }
        uint8_t pid[4];
        switch (telling.what) {
        case TOLD_STARTED:
            command->started = true;
            put_u32(pid, (uint32_t)telling.value);
            send_frame(F_STARTED, command->id, pid, sizeof pid);
            break;
        case TOLD_FAILED:
            send_failed(command->id, telling.value, telling.kind);
            remove_command(command);
            return false;
        case TOLD_EXIT: send_exit(command, &telling); break;
        default: tell_gone(command);
        }
    }
}

static void end_output(struct command *command, struct output *output, uint8_t stream) {
    close(output->fd);
    output->fd = -1;
    output->ended = true;
    if (stream == STREAM_OUT) command->terminal = -1;
    uint8_t payload[9] = {stream};
    put_u64(payload + 1, output->discarded);
    send_frame(F_EOF, command->id, payload, sizeof payload);
}

static void read_output(struct command *command, struct output *output, uint8_t stream) {
    static uint8_t chunk[READ_SIZE];
    size_t most = command->discarding || output->credit > sizeof chunk ? sizeof chunk : output->credit;
    ssize_t length = read(output->fd, chunk, most);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (length <= 0) { /* a terminal without processes is an error, EIO */
        end_output(command, output, stream);
        return;
    }
    if (command->discarding) {
        output->discarded += (uint64_t)length;
        return;
    }
    output->credit -= (uint32_t)length;
    send_frame(stream == STREAM_OUT ? F_STDOUT : F_STDERR, command->id, chunk, (uint32_t)length);
}

static bool wants_output(const struct command *command, const struct output *output) {
    return output->fd >= 0 && command->started && (command->discarding || (output->credit > 0 && held(&outgoing) < OUTPUT_PAUSE));
}

static void read_signals(void) {
    struct signalfd_siginfo signal;
    while (read(signals, &signal, sizeof signal) == (ssize_t)sizeof signal) {
        bool from_outside = signal.ssi_pid == 0 || getpid() != 1; /* commands may send what they like */
        if (signal.ssi_signo == SIGTERM && from_outside) end(0);
    }
    reap_children();
}

/* What is due at a time; returns how long until something else is, in ms. */
static int look_at_clock(void) {
    int64_t now = now_ms(), next = now + 60000;
    if (lease_ms > 0) {
        if (now - last_frame >= lease_ms) { /* after a pause of the container, the engine's frames still wait to be read */
            read_frames();
            if (now - last_frame >= lease_ms) end(0);
            return 0; /* the commands may be others now */
        }
        next = last_frame + lease_ms;
    }
    for (size_t i = 0; i < command_count; i++) {
        struct command *command = &commands[i];
        if (!command->killing || command->gone) continue;
        if (now >= command->kill_deadline) {
            if (command->supervisor > 0) kill(command->supervisor, SIGKILL); /* it was stopped, or starved: its end is its orphans' end */
            command->kill_deadline = now + STOPPED_SUPERVISOR_MS;
        }
        if (command->kill_deadline < next) next = command->kill_deadline;
    }
    return next > now ? (int)(next - now) : 0;
}

enum { ENGINE_IN, ENGINE_OUT, SIGNALS, FIXED, SUPERVISOR = 0, INPUT, OUT, ERR, EACH };

static void watch(struct pollfd *watched) {
    watched[ENGINE_IN] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
    watched[ENGINE_OUT] = (struct pollfd){held(&outgoing) > 0 ? STDOUT_FILENO : -1, POLLOUT, 0};
    watched[SIGNALS] = (struct pollfd){signals, POLLIN, 0};
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        struct pollfd *of = watched + FIXED + i * EACH;
        bool writes = command->input >= 0 && (held(&command->pending_input) > 0 || command->input_ending);
        /* Asked for nothing, a pipe still tells that its reader has gone. */
        of[SUPERVISOR] = (struct pollfd){command->socket, POLLIN, 0};
        of[INPUT] = (struct pollfd){command->terminal >= 0 && !writes ? -1 : command->input, writes ? POLLOUT : 0, 0};
        of[OUT] = (struct pollfd){wants_output(command, &command->out) ? command->out.fd : -1, POLLIN, 0};
        of[ERR] = (struct pollfd){wants_output(command, &command->err) ? command->err.fd : -1, POLLIN, 0};
    }
}

/* Returns false when the command was removed, so that another one has taken its place. */
static bool serve(struct command *command, const struct pollfd *of) {
    if (of[SUPERVISOR].revents && !listen_to_supervisor(command)) return false;
    if (of[INPUT].revents && command->input >= 0) {
        if (of[INPUT].revents & POLLERR && command->terminal < 0) {
            close_input(command);
            send_frame(F_STDIN_CLOSED, command->id, NULL, 0);
        } else {
            write_input(command);
        }
    }
    if (of[OUT].revents && command->out.fd >= 0) read_output(command, &command->out, STREAM_OUT);
    if (of[ERR].revents && command->err.fd >= 0) read_output(command, &command->err, STREAM_ERR);
    if (command->gone && command->out.ended && command->err.ended) {
        remove_command(command);
        return false;
    }
    return true;
}

static _Noreturn void loop(void) {
    struct pollfd *watched = NULL;
    size_t capacity = 0;
    for (;;) {
        size_t count = FIXED + command_count * EACH;
        if (count > capacity) {
            capacity = count * 2;
            struct pollfd *more = realloc(watched, capacity * sizeof *watched);
            if (!more) end(1);
            watched = more;
        }
        watch(watched);
        size_t seen = command_count;
        if (poll(watched, count, look_at_clock()) < 0 && errno != EINTR) end(1);
        if (watched[SIGNALS].revents) read_signals();
        for (size_t i = seen; i-- > 0;) serve(&commands[i], watched + FIXED + i * EACH);
        if (watched[ENGINE_IN].revents) read_frames();
        flush_outgoing();
    }
}

_Noreturn void run_agent(const char *made_directory, const char *its_owner) {
    directory = made_directory;
    owner = its_owner;
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    umask(022);
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGCHLD);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    signal(SIGPIPE, SIG_IGN);
    signals = signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
    fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);
    fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
    last_frame = now_ms();
    loop();
}
