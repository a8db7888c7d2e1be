#include "spawn.h"

#include <stdlib.h>

#include "protocol.h"

static char **read_strings(struct reader *reader) {
    uint32_t count = read_u32(reader);
    if (reader->bad || count > reader->left / 4) { /* each needs its length at least */
        reader->bad = true;
        return NULL;
    }
    char **strings = calloc((size_t)count + SPAWN_EXTRA + 1, sizeof *strings);
    if (!strings) {
        reader->bad = true;
        return NULL;
    }
    for (uint32_t i = 0; i < count && !reader->bad; i++) strings[i] = read_string(reader);
    return strings;
}

bool parse_spawn(struct spawn *spawn, const uint8_t *bytes, size_t length) {
    struct reader reader = {bytes, length, false};
    *spawn = (struct spawn){0};
    spawn->flags = read_u8(&reader);
    spawn->out_credit = read_u32(&reader);
    spawn->err_credit = read_u32(&reader);
    spawn->rows = read_u16(&reader);
    spawn->columns = read_u16(&reader);
    spawn->user = read_string(&reader);
    spawn->directory = read_string(&reader);
    spawn->argv = read_strings(&reader);
    spawn->env = read_strings(&reader);
    bool good = !reader.bad && reader.left == 0 && spawn->argv[0] && (spawn->flags & ~SPAWN_ALL_FLAGS) == 0;
    if (!good) free_spawn(spawn);
    return good;
}

static void free_strings(char **strings) {
    if (!strings) return;
    for (char **s = strings; *s; s++) free(*s);
    free(strings);
}

void free_spawn(struct spawn *spawn) {
    free(spawn->user);
    free(spawn->directory);
    free_strings(spawn->argv);
    free_strings(spawn->env);
    *spawn = (struct spawn){0};
}
