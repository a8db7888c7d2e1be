/*
 * The agent's protocol, version 1; docs/agent-protocol.md is the same in words, with the order of the frames.
 *
 * A frame is u32 length of the payload (0 to FRAME_MAX), u8 type, u32 id of the command (0: of none), payload; all
 * numbers big-endian. A string is a u32 length and its bytes.
 */
#ifndef ENCLAVE_PROTOCOL_H
#define ENCLAVE_PROTOCOL_H

#define PROTOCOL_VERSION 1
#define FRAME_HEADER 9
#define FRAME_MAX 65536u
#define SPAWN_MAX (4u << 20)      /* a command's description in all */
#define STDIN_CREDIT 65536u       /* what the engine may send before the first CREDIT */

enum to_agent {
    T_HELLO = 0x01,      /* u16 version, u32 lease in ms (0: none) */
    T_SPAWN_PART = 0x02, /* bytes */
    T_SPAWN = 0x03,      /* bytes: the last piece of the description */
    T_STDIN = 0x04,      /* bytes */
    T_STDIN_END = 0x05,
    T_CREDIT = 0x06,  /* u8 stream, u32 bytes */
    T_SIGNAL = 0x07,  /* u8 signal, u8 scope: 0 the process, 1 the tree */
    T_KILL = 0x08,    /* u32 grace in ms */
    T_RESIZE = 0x09,  /* u16 rows, u16 columns */
    T_DISCARD = 0x0A,
    T_PING = 0x0B /* 8 bytes */
};

enum from_agent {
    F_HELLO = 0x81,   /* u16 version */
    F_STARTED = 0x82, /* u32 process id */
    F_STDOUT = 0x83,
    F_STDERR = 0x84,
    F_EOF = 0x85,     /* u8 stream, u64 bytes thrown away by DISCARD */
    F_EXIT = 0x86,    /* u8 kind, u32 value, u64 user us, u64 system us, u64 peak KiB, u64 kills for want of memory (all ones: not known) */
    F_GONE = 0x87,
    F_FAILED = 0x88,  /* u32 errno, u8 step, string message */
    F_CREDIT = 0x89,  /* u32 bytes of standard input */
    F_STDIN_CLOSED = 0x8A,
    F_PONG = 0x8B,    /* the 8 bytes of PING */
    F_NO_SOCKET = 0x8C, /* u32 errno: the engine's socket cannot be reached, the attached streams are used. Before the greeting */
    F_FATAL = 0x8F    /* string reason */
};

enum spawn_flags { SPAWN_STDIN = 1, SPAWN_TTY = 2, SPAWN_KEEP_CAPABILITIES = 4, SPAWN_ALL_FLAGS = 7 };
enum stream { STREAM_OUT = 1, STREAM_ERR = 2 };
enum exit_kind { EXITED = 0, SIGNALLED = 1 };
enum step { STEP_FORK = 1, STEP_USER, STEP_DIRECTORY, STEP_EXEC, STEP_TERMINAL, STEP_PIPE };

#endif
