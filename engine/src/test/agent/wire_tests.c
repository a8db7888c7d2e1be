#include <string.h>

#include "tests.h"
#include "wire.h"

static void bytes_come_out_as_they_went_in(void) {
    struct buffer buffer = {0};
    uint8_t next_in = 0, next_out = 0;
    for (int round = 0; round < 2000; round++) {
        uint8_t piece[300];
        size_t length = (size_t)(round * 7 % 300);
        for (size_t i = 0; i < length; i++) piece[i] = next_in++;
        CHECK(append(&buffer, piece, length));
        size_t out = held(&buffer) * (size_t)(round % 4) / 3;
        if (out > held(&buffer)) out = held(&buffer);
        for (size_t i = 0; i < out; i++) CHECK_IS(buffer.bytes[buffer.start + i], next_out++);
        consume(&buffer, out);
    }
    release(&buffer);
    CHECK_IS(held(&buffer), 0);
}

static void a_large_buffer_is_given_back_when_it_is_empty(void) {
    struct buffer buffer = {0};
    static const uint8_t much[1 << 20];
    CHECK(append(&buffer, much, sizeof much));
    consume(&buffer, sizeof much);
    CHECK_IS(buffer.capacity, 0);
}

static void numbers_are_big_endian(void) {
    uint8_t bytes[8];
    put_u64(bytes, 0x0102030405060708);
    for (int i = 0; i < 8; i++) CHECK_IS(bytes[i], i + 1);
    struct reader reader = {bytes, 7, false};
    CHECK_IS(read_u32(&reader), 0x01020304);
    CHECK_IS(read_u16(&reader), 0x0506);
    CHECK_IS(read_u8(&reader), 7);
    CHECK(!reader.bad);
    CHECK_IS(reader.left, 0);
}

static void behind_the_end_everything_is_zero_and_bad(void) {
    static const uint8_t bytes[] = {1, 2, 3};
    struct reader reader = {bytes, sizeof bytes, false};
    CHECK_IS(read_u32(&reader), 0);
    CHECK(reader.bad);
    CHECK_IS(read_u8(&reader), 0); /* although there is one */
}

static bool reads_string(const char *bytes, size_t length) {
    struct reader reader = {(const uint8_t *)bytes, length, false};
    char *text = read_string(&reader);
    bool read = text && !reader.bad;
    free(text);
    return read;
}

static void strings_are_as_long_as_they_say_and_have_no_nul(void) {
    CHECK(reads_string("\0\0\0\0", 4));
    CHECK(reads_string("\0\0\0\2ab", 6));
    CHECK(!reads_string("\0\0\0\3ab", 6));
    CHECK(!reads_string("\377\377\377\377ab", 6));
    CHECK(!reads_string("\0\0\0\2a\0", 6));
    CHECK(!reads_string("\0\0\0", 3));
}

const struct test wire_tests[] = {
    {"bytes_come_out_as_they_went_in", bytes_come_out_as_they_went_in},
    {"a_large_buffer_is_given_back_when_it_is_empty", a_large_buffer_is_given_back_when_it_is_empty},
    {"numbers_are_big_endian", numbers_are_big_endian},
    {"behind_the_end_everything_is_zero_and_bad", behind_the_end_everything_is_zero_and_bad},
    {"strings_are_as_long_as_they_say_and_have_no_nul", strings_are_as_long_as_they_say_and_have_no_nul},
    {0},
};
