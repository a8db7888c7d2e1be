/** Part of a library that breaks every rule, for {@link dev.enclave.testing.ArchitectureRulesTests}. */
@NullMarked
package dev.enclave.testing.badlibrary.two;

import org.jspecify.annotations.NullMarked;
