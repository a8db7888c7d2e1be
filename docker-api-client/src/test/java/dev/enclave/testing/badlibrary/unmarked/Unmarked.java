package dev.enclave.testing.badlibrary.unmarked;

public interface Unmarked {}
