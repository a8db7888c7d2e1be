package dev.enclave.testing.badlibrary.two;

import dev.enclave.testing.badlibrary.one.First;

public interface Second {
    First first();
}
