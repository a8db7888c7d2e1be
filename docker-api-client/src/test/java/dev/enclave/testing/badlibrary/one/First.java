package dev.enclave.testing.badlibrary.one;

import dev.enclave.testing.badlibrary.two.Second;

public interface First {
    Second second();
}
