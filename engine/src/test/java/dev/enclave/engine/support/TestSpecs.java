package dev.enclave.engine.support;

import dev.enclave.engine.PullPolicy;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.testing.TestImages;
import dev.enclave.testing.TestRun;

/** Descriptions of sandboxes that carry the mark of the test run. */
public final class TestSpecs {

    private TestSpecs() {}

    /** Returns the beginning of a description with BusyBox and all defaults. */
    public static SandboxSpec.Builder busybox() {
        return of(TestImages.BUSYBOX);
    }

    /** Returns the beginning of a description with Python and all defaults. */
    public static SandboxSpec.Builder python() {
        return of(TestImages.PYTHON);
    }

    private static SandboxSpec.Builder of(String image) {
        return SandboxSpec.builder(TestImages.require(image))
                .pullPolicy(PullPolicy.NEVER)
                .label(TestRun.LABEL, TestRun.ID);
    }
}
