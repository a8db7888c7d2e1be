/**
 * Directories as tar archives: {@link dev.enclave.docker.archive.DirectoryArchive} packs one, and unpacks what an engine, or somebody
 * else, has packed, without trusting it. Both stream, at constant memory. Files are read and written on
 * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, whose threads wait for disks only, never for the other side.
 */
@NullMarked
package dev.enclave.docker.archive;

import org.jspecify.annotations.NullMarked;
