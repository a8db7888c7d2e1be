#define _GNU_SOURCE
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read here and not by getpwnam, which may ask a daemon at a socket of the sandbox. A file that waits for a writer is no list, either. */
static FILE *open_list(const char *path) {
    struct stat found;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file >= 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode)) return fdopen(file, "r");
    if (file >= 0) close(file);
    return NULL;
}

static bool parse_number(const char *text, unsigned *value) {
    char *end;
    errno = 0;
    unsigned long parsed = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || errno || parsed >= 0xffffffffUL) return false;
    *value = (unsigned)parsed;
    return true;
}

/* Takes a user's line of /etc/passwd; name NULL: by number. False: it has none. */
static bool find_user(const char *name, struct identity *identity, char *found_name, size_t size) {
    FILE *list = open_list("/etc/passwd");
    if (!list) return false;
    struct passwd *entry;
    while ((entry = fgetpwent(list)) && (name ? strcmp(entry->pw_name, name) != 0 : entry->pw_uid != identity->uid)) {}
    if (entry) {
        identity->uid = entry->pw_uid;
        identity->gid = entry->pw_gid;
        snprintf(identity->home, sizeof identity->home, "%s", entry->pw_dir);
        snprintf(found_name, size, "%s", entry->pw_name);
    }
    fclose(list);
    return entry != NULL;
}

static bool find_group(const char *name, gid_t *gid) {
    FILE *list = open_list("/etc/group");
    if (!list) return false;
    struct group *entry;
    while ((entry = fgetgrent(list)) && strcmp(entry->gr_name, name) != 0) {}
    if (entry) *gid = entry->gr_gid;
    fclose(list);
    return entry != NULL;
}

static void find_further_groups(const char *name, struct identity *identity) {
    FILE *list = open_list("/etc/group");
    if (!list) return;
    for (struct group *entry; identity->group_count < GROUPS_MAX && (entry = fgetgrent(list));)
        for (char **member = entry->gr_mem; *member; member++)
            if (strcmp(*member, name) == 0) {
                identity->groups[identity->group_count++] = entry->gr_gid;
                break;
            }
    fclose(list);
}

bool resolve_user(const char *text, struct identity *identity) {
    char name[256], found[256];
    *identity = (struct identity){.own = !text[0], .uid = geteuid(), .gid = getegid(), .home = "/"};
    if (strlen(text) >= sizeof name) return errno = EINVAL, false;
    strcpy(name, text);
    char *group = strchr(name, ':');
    if (group) *group++ = 0;
    bool named = name[0] && !parse_number(name, &identity->uid);
    gid_t own_group = identity->gid;
    bool known = find_user(named ? name : NULL, identity, found, sizeof found);
    if (named && !known) return errno = EINVAL, false;
    if (!known && name[0]) identity->gid = 0;
    if (identity->own) identity->gid = own_group;
    if (!group || !group[0]) {
        if (known && !identity->own) find_further_groups(found, identity);
        return true;
    }
    if (parse_number(group, &identity->gid) || find_group(group, &identity->gid)) return true; /* with a group named, there are no further ones */
    return errno = EINVAL, false;
}

bool become_user(const struct identity *identity) {
    if (identity->own) return true;
    bool same = identity->uid == geteuid() && identity->gid == getegid();
    if (geteuid() != 0) return same || (errno = EPERM, false);
    if (setgroups(identity->group_count, identity->groups) != 0 && !(same && errno == EPERM)) return false;
    return setresgid(identity->gid, identity->gid, identity->gid) == 0 && setresuid(identity->uid, identity->uid, identity->uid) == 0;
}
