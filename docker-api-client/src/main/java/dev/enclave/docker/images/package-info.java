/**
 * Images: {@link dev.enclave.docker.images.ImageOperations}, references, registry credentials and pull progress.
 */
@NullMarked
package dev.enclave.docker.images;

import org.jspecify.annotations.NullMarked;
