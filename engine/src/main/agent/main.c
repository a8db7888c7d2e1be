/*
 * The agent's command line:
 *   agent run [--connect PATH] [--dir PATH [--owner USER]]
 *   agent hold --seconds N [--dir PATH [--owner USER]]
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "hold.h"

static bool parse_seconds(const char *text, uint32_t *seconds) {
    char *end;
    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || parsed == 0 || parsed > UINT32_MAX) return false;
    *seconds = (uint32_t)parsed;
    return true;
}

static int usage(void) {
    fputs("usage: agent run [--connect PATH] [--dir PATH [--owner USER]]\n"
          "       agent hold --seconds N [--dir PATH [--owner USER]]\n", stderr);
    return 2;
}

int main(int argc, char **argv) {
    const char *socket_path = NULL, *directory = NULL, *owner = NULL;
    uint32_t seconds = 0;
    if (argc < 2 || argc % 2 != 0) return usage();
    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--dir") == 0 && argv[i + 1][0] == '/') directory = argv[i + 1];
        else if (strcmp(argv[i], "--connect") == 0 && argv[i + 1][0] == '/') socket_path = argv[i + 1];
        else if (strcmp(argv[i], "--owner") == 0) owner = argv[i + 1];
        else if (strcmp(argv[i], "--seconds") != 0 || !parse_seconds(argv[i + 1], &seconds)) return usage();
    }
    if (owner && !directory) return usage();
    if (strcmp(argv[1], "run") == 0 && seconds == 0) run_agent(socket_path, directory, owner);
    if (strcmp(argv[1], "hold") == 0 && seconds > 0 && !socket_path) hold(seconds, directory, owner);
    return usage();
}
