/**
 * What tests of the engine share: {@link dev.enclave.engine.support.SandboxTest} gives test classes an engine and a sandbox, {@link
 * dev.enclave.engine.support.TestSpecs} describes sandboxes, {@link dev.enclave.engine.support.ChildJvm} runs programs that are killed.
 */
@NullMarked
package dev.enclave.engine.support;

import org.jspecify.annotations.NullMarked;
