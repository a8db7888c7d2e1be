#define _GNU_SOURCE
#include "output.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "input.h"
#include "protocol.h"
#include "stream.h"
#include "tests.h"

static int writer; /* the command's end of stdout */

static struct command printing(uint32_t credit) {
    int fds[2];
    CHECK(pipe2(fds, O_NONBLOCK) == 0);
    writer = fds[1];
    return (struct command){.id = 7, .socket = -1, .input = -1, .terminal = -1, .started = true,
        .out = {.stream = STREAM_OUT, .fd = fds[0], .credit = credit}, .err = {.stream = STREAM_ERR, .fd = -1}};
}

static void prints(const char *text) { CHECK_IS(write(writer, text, strlen(text)), (ssize_t)strlen(text)); }

/* A round of the agent's loop; true: something was there for it. */
static bool serve(struct command *command) {
    struct pollfd watched = watch_output(command, &command->out);
    CHECK(poll(&watched, 1, 0) >= 0);
    serve_output(command, &command->out, watched.revents);
    return watched.revents != 0;
}

/* Takes the first frame that was sent; gives its type, 0 for none. */
static uint8_t sent(const char *payload, size_t length) {
    if (held(&agent.outgoing) == 0) return 0;
    struct reader reader = {agent.outgoing.bytes + agent.outgoing.start, held(&agent.outgoing), false};
    CHECK_IS(read_u32(&reader), length);
    uint8_t type = read_u8(&reader);
    CHECK_IS(read_u32(&reader), 7);
    CHECK(reader.left >= length);
    for (size_t i = 0; i < length; i++) CHECK_IS(reader.at[i], (uint8_t)payload[i]);
    consume(&agent.outgoing, FRAME_HEADER + length);
    return type;
}

static void no_more_is_sent_than_the_credit(void) {
    struct command command = printing(3);
    prints("abcdef");
    CHECK(serve(&command));
    CHECK_IS(sent("abc", 3), F_STDOUT);
    CHECK(!serve(&command));
    CHECK_IS(sent(NULL, 0), 0);
    command.out.credit = 2;
    CHECK(serve(&command));
    CHECK_IS(sent("de", 2), F_STDOUT);
}

static void the_end_needs_no_credit(void) {
    struct command command = printing(3);
    prints("abc");
    CHECK(serve(&command));
    CHECK_IS(sent("abc", 3), F_STDOUT);
    close(writer);
    CHECK(serve(&command));
    CHECK_IS(sent("\1\0\0\0\0\0\0\0\0", 9), F_EOF);
    CHECK_IS(command.out.fd, -1);
}

static void unread_bytes_come_before_the_end_and_do_not_keep_the_agent_busy(void) {
    struct command command = printing(0);
    prints("abc");
    close(writer);
    CHECK(serve(&command));
    CHECK(!serve(&command)); /* it has hung up; nothing to do before there is credit */
    CHECK_IS(sent(NULL, 0), 0);
    command.out.credit = 3;
    CHECK(serve(&command));
    CHECK_IS(sent("abc", 3), F_STDOUT);
    command.out.credit = 1;
    CHECK(serve(&command));
    CHECK_IS(sent("\1\0\0\0\0\0\0\0\0", 9), F_EOF);
}

static void discarded_bytes_are_counted(void) {
    struct command command = printing(2);
    prints("abcdef");
    CHECK(serve(&command));
    CHECK_IS(sent("ab", 2), F_STDOUT);
    command.discarding = true;
    CHECK(serve(&command));
    prints("ghi");
    CHECK(serve(&command));
    close(writer);
    CHECK(serve(&command));
    CHECK_IS(sent("\1\0\0\0\0\0\0\0\7", 9), F_EOF);
}

static void what_a_tree_that_has_gone_left_open_elsewhere_ends_when_it_is_empty(void) {
    struct command command = printing(2);
    prints("abc");
    command.gone = true;
    end_empty_outputs(&command);
    CHECK_IS(sent(NULL, 0), 0);
    CHECK(serve(&command));
    CHECK_IS(sent("ab", 2), F_STDOUT);
    command.out.credit = 9;
    CHECK(serve(&command));
    CHECK_IS(sent("c", 1), F_STDOUT);
    CHECK_IS(sent("\1\0\0\0\0\0\0\0\0", 9), F_EOF);
    CHECK(is_over(&command));
}

static void nothing_is_read_while_the_stream_is_full(void) {
    struct command command = printing(100);
    static const uint8_t much[256 << 10];
    prints("abc");
    CHECK(append(&agent.outgoing, much, sizeof much));
    CHECK(stream_is_full());
    CHECK(!serve(&command));
    consume(&agent.outgoing, sizeof much);
    CHECK(serve(&command));
    CHECK_IS(sent("abc", 3), F_STDOUT);
}

static void nothing_is_read_before_the_command_is_told_to_have_started(void) {
    struct command command = printing(100);
    prints("abc");
    command.started = false;
    CHECK(!serve(&command));
    command.started = true;
    CHECK(serve(&command));
}

static void input_waits_for_the_start_and_gives_credit_as_it_is_written(void) {
    int fds[2];
    char got[9];
    CHECK(pipe2(fds, O_NONBLOCK) == 0);
    struct command command = {.id = 7, .input = fds[1], .terminal = -1, .input_credit = 5};
    take_input(&command, (const uint8_t *)"abcde", 5);
    end_input(&command);
    CHECK_IS(read(fds[0], got, sizeof got), -1);
    CHECK_IS(sent(NULL, 0), 0);
    command.started = true;
    write_input(&command);
    CHECK_IS(read(fds[0], got, sizeof got), 5);
    CHECK_IS(sent("\0\0\0\5", 4), F_CREDIT);
    CHECK_IS(command.input_credit, 5);
    CHECK_IS(read(fds[0], got, sizeof got), 0);
}

static void input_that_nobody_reads_is_told_once(void) {
    int fds[2];
    CHECK(pipe2(fds, O_NONBLOCK) == 0);
    struct command command = {.id = 7, .input = fds[1], .terminal = -1, .input_credit = 5, .started = true};
    close(fds[0]);
    struct pollfd watched = watch_input(&command);
    CHECK_IS(poll(&watched, 1, 0), 1);
    serve_input(&command, watched.revents);
    CHECK_IS(sent(NULL, 0), F_STDIN_CLOSED);
    take_input(&command, (const uint8_t *)"abc", 3);
    abandon_input(&command);
    CHECK_IS(sent(NULL, 0), 0);
}

const struct test output_tests[] = {
    {"no_more_is_sent_than_the_credit", no_more_is_sent_than_the_credit},
    {"the_end_needs_no_credit", the_end_needs_no_credit},
    {"unread_bytes_come_before_the_end_and_do_not_keep_the_agent_busy", unread_bytes_come_before_the_end_and_do_not_keep_the_agent_busy},
    {"discarded_bytes_are_counted", discarded_bytes_are_counted},
    {"what_a_tree_that_has_gone_left_open_elsewhere_ends_when_it_is_empty",
        what_a_tree_that_has_gone_left_open_elsewhere_ends_when_it_is_empty},
    {"nothing_is_read_while_the_stream_is_full", nothing_is_read_while_the_stream_is_full},
    {"nothing_is_read_before_the_command_is_told_to_have_started", nothing_is_read_before_the_command_is_told_to_have_started},
    {"input_waits_for_the_start_and_gives_credit_as_it_is_written", input_waits_for_the_start_and_gives_credit_as_it_is_written},
    {"input_that_nobody_reads_is_told_once", input_that_nobody_reads_is_told_once},
    {0},
};
