/**
 * The agent: a small static program that is a sandbox's main process and runs its commands, and this side of its protocol
 * ({@code docs/agent-protocol.md}). {@link dev.enclave.engine.internal.agent.AgentProvider} brings it into containers,
 * {@link dev.enclave.engine.internal.agent.AgentConnection} is the one stream to it, on whose event loop all frames arrive.
 */
@NullMarked
package dev.enclave.engine.internal.agent;

import org.jspecify.annotations.NullMarked;
