#include "commands.h"

#include <stdlib.h>

#include "agent.h"
#include "protocol.h"

struct command *find_command(uint32_t id) {
    for (size_t i = 0; i < agent.count; i++)
        if (agent.commands[i].id == id) return &agent.commands[i];
    return NULL;
}

struct command *add_command(uint32_t id) {
    if (agent.count == agent.capacity) {
        size_t capacity = agent.capacity ? agent.capacity * 2 : 16;
        struct command *more = realloc(agent.commands, capacity * sizeof *more);
        if (!more) return NULL;
        agent.commands = more;
        agent.capacity = capacity;
    }
    struct command *command = &agent.commands[agent.count++];
    *command = (struct command){.id = id, .supervisor = -1, .socket = -1, .input = -1, .terminal = -1,
        .out = {.stream = STREAM_OUT, .fd = -1}, .err = {.stream = STREAM_ERR, .fd = -1}};
    return command;
}

void sweep_commands(void) {
    size_t kept = 0;
    for (size_t i = 0; i < agent.count; i++) {
        struct command *command = &agent.commands[i];
        if (is_over(command)) {
            close_command(command);
            if (kept < agent.turn) agent.turn--;
        } else {
            if (kept != i) agent.commands[kept] = *command;
            kept++;
        }
    }
    agent.count = kept;
}

bool is_supervisor(pid_t pid) {
    for (size_t i = 0; i < agent.count; i++)
        if (agent.commands[i].supervisor == pid) return true;
    return false;
}

void forget_supervisor(pid_t pid) {
    for (size_t i = 0; i < agent.count; i++)
        if (agent.commands[i].supervisor == pid) agent.commands[i].supervisor = -1;
}
