/** How an application watches every exchange with the engine: for metrics, traces, logs of its own. */
@NullMarked
package dev.enclave.docker.observation;

import org.jspecify.annotations.NullMarked;
