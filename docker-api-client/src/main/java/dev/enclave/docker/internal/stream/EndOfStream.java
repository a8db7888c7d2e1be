package dev.enclave.docker.internal.stream;

/** Travels down the pipeline when the other side has ended the stream in order; a closed channel without it is a lost connection. */
enum EndOfStream {
    INSTANCE
}
