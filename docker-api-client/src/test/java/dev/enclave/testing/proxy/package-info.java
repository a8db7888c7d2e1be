/**
 * Test support for every module: a proxy between a client and an engine that breaks, delays and spoils what passes, when it is told to.
 * Blocking, over plain sockets, so that nothing of what is tested is used to test it. Entry type:
 * {@link dev.enclave.testing.proxy.FaultProxy}.
 */
package dev.enclave.testing.proxy;
