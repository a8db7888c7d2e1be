package dev.enclave.examples;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.OutputChunk;
import dev.enclave.engine.SandboxEngine;
import dev.enclave.engine.SandboxSpec;
import dev.enclave.engine.SecurityProfile;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs Python: {@code POST /run} with the program as the body answers what it prints as server-sent events, the last of which is an
 * {@code end} or an {@code error}. Each request has a sandbox of its own, which ends with the answer, also when the client goes away.
 *
 * <p>A real service would also know its users, and limit how many sandboxes run at once.
 */
@RestController
class RunController {

    private static final SandboxSpec SPEC = SandboxSpec.builder("python:3.11-slim")
            .security(SecurityProfile.STRICT)
            .memory("256m")
            .build();

    private static final Command PYTHON = Command.of("python", "-u", "-").withTimeout(Duration.ofMinutes(1));

    private final SandboxEngine engine;

    RunController(SandboxEngine engine) {
        this.engine = engine;
    }

    /** A media type of its own: browsers do not send it on behalf of other sites without asking. */
    @PostMapping(path = "/run", consumes = "text/x-python", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Object>> run(@RequestBody String program) {
        return engine.useMany(SPEC, sandbox -> sandbox.stream(PYTHON.withStdin(program)))
                .map(RunController::toEvent)
                .onErrorResume(failure -> Mono.just(event("error", new Failure(failure.toString()))));
    }

    private static ServerSentEvent<Object> toEvent(OutputChunk chunk) {
        if (chunk instanceof OutputChunk.End end) {
            OptionalInt code = end.exitCode();
            return event("end", new End(end.status(), code.isPresent() ? code.getAsInt() : null, end.outOfMemory()));
        }
        OutputChunk.Data data = (OutputChunk.Data) chunk;
        return event("output", new Output(data.source(), data.text()));
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }

    private record Output(OutputChunk.Source source, String text) {}

    private record End(ExecStatus status, @Nullable Integer exitCode, boolean outOfMemory) {}

    private record Failure(String message) {}

    /** Before the server closes: running programs end as cancelled, so that no answer holds it up. */
    @EventListener(ContextClosedEvent.class)
    Mono<Void> endSandboxes() {
        return engine.close();
    }
}
