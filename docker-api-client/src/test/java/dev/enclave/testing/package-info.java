/**
 * Test support that every module shares (published as this module's test-jar).
 *
 * <p>Three guards watch every test run, with nothing to switch on: {@link dev.enclave.testing.BlockingCalls no blocking call on an
 * event loop}, {@link dev.enclave.testing.BufferLeaks no leaked buffer}, and {@link dev.enclave.testing.DroppedErrors no dropped
 * error}. {@link dev.enclave.testing.GuardExtension} fails the test class in which one saw something, {@link
 * dev.enclave.testing.TestRunGuards} the run for what came too late for a class. {@link dev.enclave.testing.ArchitectureRules} are the
 * rules on structure that each library checks against itself.
 *
 * <p>For tests against a real engine: {@link dev.enclave.testing.TestEngine} and {@link dev.enclave.testing.TestImages}, with {@link
 * dev.enclave.testing.NoLeftovers} watching that they leave nothing there (mark what you make with {@link dev.enclave.testing.TestRun}),
 * and {@link dev.enclave.testing.LocalRegistry} to pull from. {@link dev.enclave.testing.ScriptedEngine} does what a real engine cannot
 * be made to do.
 */
@NullMarked
package dev.enclave.testing;

import org.jspecify.annotations.NullMarked;
