package dev.enclave.examples;

import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** Runs {@link WebfluxApplication} until it is interrupted. */
final class Webflux implements Example {

    /** Overridden by arguments: {@code --server.port=8080}. Only this machine is served: whoever reaches it can run code. */
    private static final Map<String, Object> DEFAULTS = Map.of("server.address", "127.0.0.1", "server.port", "0");

    @Override
    public String name() {
        return "webflux";
    }

    @Override
    public String arguments() {
        return "[--server.port=N]";
    }

    @Override
    public String description() {
        return "a Spring WebFlux service: POST code, receive its output as server-sent events";
    }

    @Override
    public Mono<Void> run(Stage stage) {
        return Mono.usingWhen(
                start(stage.arguments()),
                application -> invite(stage, application).then(Mono.never()),
                application -> HostFolder.blocking(() -> stop(application)));
    }

    static Mono<ConfigurableApplicationContext> start(List<String> arguments) {
        return HostFolder.blocking(() -> {
            SpringApplication application = new SpringApplication(WebfluxApplication.class);
            application.setDefaultProperties(DEFAULTS);
            application.setBannerMode(Banner.Mode.OFF);
            application.setLogStartupInfo(false);
            return application.run(arguments.toArray(String[]::new));
        });
    }

    private static Mono<Void> invite(Stage stage, ConfigurableApplicationContext application) {
        return Mono.fromRunnable(() -> {
            String port = application.getEnvironment().getProperty("local.server.port");
            stage.host("serves on port " + port + " until Ctrl-C; try in another terminal:");
            stage.print("curl -N http://127.0.0.1:" + port + "/run -H 'Content-Type: text/x-python' --data-binary"
                    + " 'import time\nfor n in range(5): print(n, flush=True); time.sleep(0.5)'");
        });
    }

    private static boolean stop(ConfigurableApplicationContext application) {
        application.close();
        return true;
    }
}
