#define _GNU_SOURCE
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static bool has(char **env, const char *name) {
    size_t length = strlen(name);
    for (; *env; env++)
        if (strncmp(*env, name, length) == 0 && (*env)[length] == '=') return true;
    return false;
}

static void add_variable(char **env, const char *name, const char *value) {
    if (has(env, name)) return;
    while (*env) env++;
    size_t length = strlen(name) + strlen(value) + 2;
    char *variable = malloc(length);
    if (!variable) return;
    snprintf(variable, length, "%s=%s", name, value);
    *env = variable;
}

void complete_environment(char **env, const char *home, bool terminal) {
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    add_variable(env, "PATH", DEFAULT_PATH);
    add_variable(env, "HOME", home);
    add_variable(env, "HOSTNAME", host);
    if (terminal) add_variable(env, "TERM", "xterm");
}
