/**
 * What an agent may call by name with JSON parameters: {@link dev.enclave.engine.tool.Tool} and its
 * {@link dev.enclave.engine.tool.ToolResult answer}.
 */
@NullMarked
package dev.enclave.engine.tool;

import org.jspecify.annotations.NullMarked;
