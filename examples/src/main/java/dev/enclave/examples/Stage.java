package dev.enclave.examples;

import dev.enclave.engine.SandboxEngine;
import java.io.PrintStream;
import java.util.List;

/**
 * What an example is given.
 *
 * @param engine makes sandboxes; closed when the example has ended
 * @param folder a directory of the host, empty; removed when the example has ended
 * @param arguments the example's arguments
 * @param out where it prints
 */
record Stage(SandboxEngine engine, HostFolder folder, List<String> arguments, PrintStream out) {

    Stage {
        arguments = List.copyOf(arguments);
    }

    /** Prints what happens on the host. */
    void host(String what) {
        out.println("host      " + what);
    }

    /** Prints what happens in a sandbox. */
    void sandbox(String what) {
        out.println("sandbox   " + what);
    }

    /** Prints what a program has printed. */
    void print(String output) {
        out.println(output.stripTrailing());
    }

    /** {@return the argument at this place, a positive number} */
    int number(int index, int otherwise) {
        if (arguments.size() <= index) {
            return otherwise;
        }
        String argument = arguments.get(index);
        if (!argument.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("not a positive number: '" + argument + "'");
        }
        return Integer.parseInt(argument);
    }
}
