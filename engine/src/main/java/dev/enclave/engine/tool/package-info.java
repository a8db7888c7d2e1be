/**
 * What an agent may call by name with JSON parameters: {@link dev.enclave.engine.tool.Tool} and its
 * {@link dev.enclave.engine.tool.ToolResult answer}.
 *
 * <p>The tools that every sandbox has, unless its specification names fewer:
 *
 * <table>
 * <caption>Built-in tools</caption>
 * <tr><th>name</th><th>parameters</th><th>metadata of its results</th></tr>
 * <tr><td>{@code shell_executor}</td>
 *     <td>{@code command}: a shell line, or a list of a program and its arguments; {@code timeout}: seconds, default 30, 0 for none</td>
 *     <td>{@code exit_code} (-1 when it was ended by a time limit or a cancellation), {@code stdout_truncated}, {@code
 *     stderr_truncated} (1 MiB of each is kept), {@code out_of_memory}</td></tr>
 * <tr><td>{@code python_executor}</td>
 *     <td>{@code code}; {@code timeout} as above</td>
 *     <td>as above</td></tr>
 * <tr><td>{@code file_operation}</td>
 *     <td>{@code operation}: create, read, write, delete, list or exists; {@code file_path}; {@code content}; {@code encoding}: default
 *     {@code utf-8}</td>
 *     <td>create, write: {@code size} in bytes; read: {@code size}, {@code decoded_completely}; delete: {@code existed}; list: {@code
 *     entries} (each with {@code name}, {@code type}, {@code size}, {@code mode}, {@code modified}), {@code truncated}; exists: {@code
 *     exists}, {@code type}</td></tr>
 * </table>
 */
@NullMarked
package dev.enclave.engine.tool;

import org.jspecify.annotations.NullMarked;
