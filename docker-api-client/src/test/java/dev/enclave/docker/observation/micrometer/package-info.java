/** What Micrometer gets to know. */
@NullMarked
package dev.enclave.docker.observation.micrometer;

import org.jspecify.annotations.NullMarked;
