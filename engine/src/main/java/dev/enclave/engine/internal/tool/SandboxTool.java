package dev.enclave.engine.internal.tool;

import dev.enclave.engine.CommandStartException;
import dev.enclave.engine.Sandbox;
import dev.enclave.engine.tool.Tool;
import dev.enclave.engine.tool.ToolResult;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** A built-in tool in one sandbox: checks the parameters, measures the time. */
final class SandboxTool implements Tool {

    private final BuiltInTool tool;
    private final Sandbox sandbox;

    SandboxTool(BuiltInTool tool, Sandbox sandbox) {
        this.tool = tool;
        this.sandbox = sandbox;
    }

    @Override
    public String name() {
        return tool.schema().name();
    }

    @Override
    public String description() {
        return tool.schema().description();
    }

    @Override
    public Map<String, Object> schema() {
        return tool.schema().toMap();
    }

    @Override
    public Mono<ToolResult> execute(Map<String, ?> parameters) {
        Arguments arguments = new Arguments(Collections.unmodifiableMap(new LinkedHashMap<>(parameters)));
        return Mono.defer(() -> {
                    long startedAt = System.nanoTime();
                    return answer(arguments).map(answer -> toResult(answer, startedAt));
                })
                .checkpoint("Enclave: tool");
    }

    private Mono<Answer> answer(Arguments arguments) {
        List<String> violations = tool.schema().violations(arguments.values());
        return violations.isEmpty()
                ? tool.call(sandbox, arguments)
                        .onErrorResume(CommandStartException.class, SandboxTool::answerUnlessTheEngineFailed)
                : Mono.just(Answer.error("Wrong parameters: " + String.join("; ", violations)));
    }

    /** That a program is not there is for the agent to know; that the engine failed, which is the cause then, is not. */
    private static Mono<Answer> answerUnlessTheEngineFailed(CommandStartException e) {
        return e.getCause() == null ? Mono.just(Answer.error(String.valueOf(e.getMessage()))) : Mono.error(e);
    }

    private ToolResult toResult(Answer answer, long startedAt) {
        return new ToolResult(
                name(),
                answer.status(),
                answer.output(),
                answer.error(),
                answer.metadata(),
                Duration.ofNanos(System.nanoTime() - startedAt),
                Clock.systemUTC().instant());
    }
}
