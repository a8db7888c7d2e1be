/* The agent's command line: agent run [--dir PATH [--owner USER]] */
#include <stdio.h>
#include <string.h>

#include "agent.h"

int main(int argc, char **argv) {
    const char *directory = NULL, *owner = NULL;
    int i = 2;
    if (argc < 2 || strcmp(argv[1], "run") != 0) goto usage;
    for (; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--dir") == 0) directory = argv[i + 1];
        else if (strcmp(argv[i], "--owner") == 0) owner = argv[i + 1];
        else goto usage;
    }
    if (i != argc || (owner && !directory)) goto usage;
    run_agent(directory, owner);
usage:
    fputs("usage: agent run [--dir PATH [--owner USER]]\n", stderr);
    return 2;
}
