package dev.enclave.testing.badlibrary.internal;

public interface Hidden {}
