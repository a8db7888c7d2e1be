/* What the engine's frames ask for. */
#ifndef ENCLAVE_DISPATCH_H
#define ENCLAVE_DISPATCH_H

#include "frame.h"

/* Does what a frame asks for; one that breaks a rule ends everything. */
void dispatch(const struct frame *frame);

#endif
