/**
 * Internal: starting commands, ending their whole process trees, and turning their output into chunks and results. One interface,
 * {@link dev.enclave.engine.internal.process.CommandRunner}, stands between this and the way in which a command is started. Not for users;
 * may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.process;

import org.jspecify.annotations.NullMarked;
