package dev.enclave.examples;

import dev.enclave.engine.ExecResult;

/** What examples expect of the commands that they run. */
final class Outcome {

    private Outcome() {}

    /** {@return what the command printed; an error when it did not succeed} */
    static String outputOf(ExecResult result) {
        if (!result.isSuccess()) {
            throw new IllegalStateException("the command failed: " + result + "\n" + result.stderr());
        }
        return result.stdout();
    }

    /** {@return what the command complained of; an error when it succeeded} */
    static String complaintOf(ExecResult result) {
        if (result.isSuccess()) {
            throw new IllegalStateException("the command should have failed: " + result);
        }
        return result.stderr().strip();
    }
}
