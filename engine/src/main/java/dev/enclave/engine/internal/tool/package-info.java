/**
 * Internal: the built-in tools. Each is one class with its {@code ToolSchema}, listed in {@link
 * dev.enclave.engine.internal.tool.ToolRegistry}. They work only through {@link dev.enclave.engine.Sandbox#exec}, so with the rights of
 * the sandbox's user. Not for users; may change at any time.
 */
@NullMarked
package dev.enclave.engine.internal.tool;

import org.jspecify.annotations.NullMarked;
