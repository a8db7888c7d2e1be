#define _GNU_SOURCE
#include "capabilities.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* <linux/capability.h>, which musl does not bring */
enum { CAP_KILL = 5, CAP_SETGID = 6, CAP_SETUID = 7, CAP_SETPCAP = 8, CAPABILITY_VERSION_3 = 0x20080522 };
struct capability_header {
    uint32_t version;
    int pid;
};
struct capability_data {
    uint32_t effective, permitted, inheritable;
};

/* Where the bounding set cannot be changed, a command that is not root and cannot become it is as safe. */
static bool is_harmless(uid_t user) { return user != 0 && (geteuid() != 0 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1); }

bool drop_agents_capabilities(uid_t user) {
    static const int agents_own[] = {CAP_SETUID, CAP_SETGID, CAP_KILL, CAP_SETPCAP};
    for (size_t i = 0; i < sizeof agents_own / sizeof *agents_own; i++)
        if (prctl(PR_CAPBSET_READ, agents_own[i]) == 1 && prctl(PR_CAPBSET_DROP, agents_own[i]) != 0 && !is_harmless(user)) return false;
    return true;
}

bool clear_inherited_capabilities(void) {
    struct capability_header header = {CAPABILITY_VERSION_3, 0};
    struct capability_data data[2];
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); /* kernels without ambient ones have nothing to clear */
    if (syscall(SYS_capget, &header, data) != 0) return errno == ENOSYS;
    if (!data[0].inheritable && !data[1].inheritable) return true;
    data[0].inheritable = data[1].inheritable = 0;
    return syscall(SYS_capset, &header, data) == 0;
}
