package dev.enclave.docker.archive;

/**
 * What was unpacked.
 *
 * @param files how many files were written, hard links not counted
 * @param bytes how many bytes they have
 * @param directories how many directories the archive named
 * @param links how many links were made, hard and symbolic
 * @param skipped how many entries were left out: devices, named pipes, and links that lead out, where these are skipped
 */
public record Unpacked(long files, long bytes, long directories, long links, long skipped) {}
