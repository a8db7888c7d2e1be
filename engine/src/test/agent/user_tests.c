#define _GNU_SOURCE
#include "user.h"

#include <string.h>
#include <unistd.h>

#include "tests.h"

static struct identity identity;

static void no_user_is_the_agents_own(void) {
    CHECK(resolve_user("", &identity));
    CHECK(identity.own);
    CHECK_IS(identity.uid, geteuid());
    CHECK_IS(identity.gid, getegid());
    CHECK(become_user(&identity));
}

static void users_are_found_by_name_and_number(void) {
    CHECK(resolve_user("root", &identity));
    CHECK_IS(identity.uid, 0);
    CHECK(strcmp(identity.home, "/root") == 0);
    CHECK(resolve_user("0", &identity));
    CHECK(strcmp(identity.home, "/root") == 0);
}

static void a_number_that_nobody_has_is_taken_as_it_is(void) {
    CHECK(resolve_user("54321", &identity));
    CHECK_IS(identity.uid, 54321);
    CHECK_IS(identity.gid, 0);
    CHECK_IS(identity.group_count, 0);
    CHECK(strcmp(identity.home, "/") == 0);
}

static void a_named_group_replaces_the_users(void) {
    CHECK(resolve_user("54321:12", &identity));
    CHECK_IS(identity.gid, 12);
    CHECK(resolve_user("root:daemon", &identity));
    CHECK_IS(identity.gid, 1);
    CHECK_IS(identity.group_count, 0);
}

static void what_does_not_exist_is_refused(void) {
    static char long_name[1000];
    memset(long_name, 'a', sizeof long_name - 1);
    CHECK(!resolve_user("nobody-of-that-name", &identity));
    CHECK(!resolve_user("root:no-such-group", &identity));
    CHECK(!resolve_user("4294967295", &identity)); /* -1 means: do not change */
    CHECK(!resolve_user("99999999999999999999", &identity));
    CHECK(!resolve_user("-1", &identity));
    CHECK(!resolve_user(long_name, &identity));
}

static void a_user_is_become_for_good(void) {
    if (geteuid() != 0) exit(CANNOT_RUN);
    CHECK(resolve_user("54321:12", &identity));
    CHECK(become_user(&identity));
    uid_t real, effective, saved;
    CHECK(getresuid(&real, &effective, &saved) == 0 && real == 54321 && effective == 54321 && saved == 54321);
    CHECK_IS(getegid(), 12);
    CHECK_IS(getgroups(0, NULL), 0);
    CHECK(resolve_user("0", &identity));
    CHECK(!become_user(&identity));
}

const struct test user_tests[] = {
    {"no_user_is_the_agents_own", no_user_is_the_agents_own},
    {"users_are_found_by_name_and_number", users_are_found_by_name_and_number},
    {"a_number_that_nobody_has_is_taken_as_it_is", a_number_that_nobody_has_is_taken_as_it_is},
    {"a_named_group_replaces_the_users", a_named_group_replaces_the_users},
    {"what_does_not_exist_is_refused", what_does_not_exist_is_refused},
    {"a_user_is_become_for_good", a_user_is_become_for_good},
    {0},
};
