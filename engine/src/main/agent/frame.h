/* Frames as they come in: where one ends, and the rules that it keeps or breaks by itself. */
#ifndef ENCLAVE_FRAME_H
#define ENCLAVE_FRAME_H

#include <stddef.h>
#include <stdint.h>

struct frame {
    uint8_t type;
    uint32_t id;
    const uint8_t *payload;
    uint32_t length; /* of the payload */
};

enum parsed { FRAME_WHOLE, FRAME_PART, FRAME_BROKEN };

/* Looks at the first frame of these bytes. FRAME_BROKEN: *broken says which rule it breaks. */
enum parsed parse_frame(const uint8_t *bytes, size_t length, struct frame *frame, const char **broken);

#endif
