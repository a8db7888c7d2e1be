#include "frame.h"

#include <string.h>

#include "protocol.h"
#include "tests.h"
#include "wire.h"

static enum parsed parse(uint32_t length, uint8_t type, uint32_t id, size_t given) {
    struct frame frame;
    const char *broken = NULL;
    uint8_t *bytes = calloc(1, given ? given : 1), header[FRAME_HEADER];
    put_u32(header, length);
    header[4] = type;
    put_u32(header + 5, id);
    memcpy(bytes, header, given < FRAME_HEADER ? given : FRAME_HEADER);
    enum parsed parsed = parse_frame(bytes, given, &frame, &broken);
    CHECK((parsed == FRAME_BROKEN) == (broken != NULL));
    free(bytes);
    return parsed;
}

static void a_frame_is_whole_with_its_last_byte(void) {
    for (size_t given = 0; given < FRAME_HEADER + 4; given++) CHECK_IS(parse(4, T_KILL, 1, given), FRAME_PART);
    CHECK_IS(parse(4, T_KILL, 1, FRAME_HEADER + 4), FRAME_WHOLE);
    CHECK_IS(parse(4, T_KILL, 1, FRAME_HEADER + 99), FRAME_WHOLE);
}

static void its_fields_are_read(void) {
    static const uint8_t bytes[] = {0, 0, 0, 2, T_SIGNAL, 0, 0, 1, 2, 15, 1};
    struct frame frame;
    const char *broken = NULL;
    CHECK_IS(parse_frame(bytes, sizeof bytes, &frame, &broken), FRAME_WHOLE);
    CHECK_IS(frame.type, T_SIGNAL);
    CHECK_IS(frame.id, 258);
    CHECK_IS(frame.length, 2);
    CHECK(frame.payload == bytes + FRAME_HEADER);
}

static void unknown_types_are_broken(void) {
    for (int type = 0; type < 256; type++)
        if (type < T_HELLO || type > T_PING) CHECK_IS(parse(0, (uint8_t)type, 1, FRAME_HEADER), FRAME_BROKEN);
}

static void wrong_lengths_are_broken_before_their_payload_comes(void) {
    static const int lengths[] = {[T_HELLO] = 6, [T_STDIN_END] = 0, [T_CREDIT] = 5, [T_SIGNAL] = 2, [T_KILL] = 4, [T_RESIZE] = 4,
        [T_DISCARD] = 0, [T_PING] = 8};
    for (uint8_t type = T_HELLO; type <= T_PING; type++) {
        uint32_t id = type == T_HELLO || type == T_PING ? 0 : 1;
        bool any = type == T_SPAWN || type == T_SPAWN_PART || type == T_STDIN;
        for (uint32_t length = 0; length < 20; length++)
            CHECK((parse(length, type, id, FRAME_HEADER) == FRAME_BROKEN) == (!any && (int)length != lengths[type]));
        CHECK((parse(FRAME_MAX, type, id, FRAME_HEADER) == FRAME_BROKEN) == !any);
        CHECK_IS(parse(FRAME_MAX + 1, type, id, FRAME_HEADER), FRAME_BROKEN);
        CHECK_IS(parse(UINT32_MAX, type, id, FRAME_HEADER), FRAME_BROKEN);
    }
}

static void ids_are_where_they_belong(void) {
    CHECK_IS(parse(8, T_PING, 1, 99), FRAME_BROKEN);
    CHECK_IS(parse(6, T_HELLO, 1, 99), FRAME_BROKEN);
    CHECK_IS(parse(0, T_SPAWN, 0, 99), FRAME_BROKEN);
    CHECK_IS(parse(0, T_DISCARD, 0, 99), FRAME_BROKEN);
}

const struct test frame_tests[] = {
    {"a_frame_is_whole_with_its_last_byte", a_frame_is_whole_with_its_last_byte},
    {"its_fields_are_read", its_fields_are_read},
    {"unknown_types_are_broken", unknown_types_are_broken},
    {"wrong_lengths_are_broken_before_their_payload_comes", wrong_lengths_are_broken_before_their_payload_comes},
    {"ids_are_where_they_belong", ids_are_where_they_belong},
    {0},
};
