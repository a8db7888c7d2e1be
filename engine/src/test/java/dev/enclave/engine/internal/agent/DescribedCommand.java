package dev.enclave.engine.internal.agent;

import java.util.List;

/** What SPAWN says of a command. */
record DescribedCommand(
        int flags,
        long outCredit,
        long errCredit,
        int rows,
        int columns,
        String user,
        String directory,
        List<String> argv) {

    static final int STDIN = 1;
    static final int TERMINAL = 2;
    static final int KEEP_CAPABILITIES = 4;
    private static final int USUAL_CREDIT = 1 << 20;

    static DescribedCommand program(String... argv) {
        return new DescribedCommand(0, USUAL_CREDIT, USUAL_CREDIT, 24, 80, "", "/", List.of(argv));
    }

    static DescribedCommand shell(String script) {
        return program("/bin/sh", "-c", script);
    }

    DescribedCommand withFlags(int value) {
        return new DescribedCommand(value, outCredit, errCredit, rows, columns, user, directory, argv);
    }

    DescribedCommand withCredit(long out, long err) {
        return new DescribedCommand(flags, out, err, rows, columns, user, directory, argv);
    }

    DescribedCommand withUser(String value) {
        return new DescribedCommand(flags, outCredit, errCredit, rows, columns, value, directory, argv);
    }

    DescribedCommand withDirectory(String value) {
        return new DescribedCommand(flags, outCredit, errCredit, rows, columns, user, value, argv);
    }

    byte[] bytes() {
        return new Payload()
                .u8(flags)
                .u32(outCredit)
                .u32(errCredit)
                .u16(rows)
                .u16(columns)
                .string(user)
                .string(directory)
                .strings(argv)
                .strings(List.of("GIVEN=by the engine"))
                .bytes();
    }
}
