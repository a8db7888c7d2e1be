#include "memory.h"

#include <stdio.h>
#include <string.h>

uint64_t memory_kills(void) {
    static const char *const files[] = {"/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"};
    for (int i = 0; i < 2; i++) {
        FILE *file = fopen(files[i], "re");
        if (!file) continue;
        char name[64];
        unsigned long long value;
        while (fscanf(file, "%63s %llu", name, &value) == 2) {
            if (strcmp(name, "oom_kill") == 0) {
                fclose(file);
                return value;
            }
        }
        fclose(file);
    }
    return UINT64_MAX;
}
