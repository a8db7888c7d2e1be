package dev.enclave.examples;

import dev.enclave.engine.SandboxEngine;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The application of the example {@code webflux}: {@link RunController}, and the engine that its requests share. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RunController.class)
class WebfluxApplication {

    /** Spring calls its {@code close} at the end, and waits for it. */
    @Bean
    SandboxEngine sandboxEngine() {
        return SandboxEngine.create();
    }
}
