package dev.enclave.engine;

import dev.enclave.docker.DockerClient;
import dev.enclave.docker.images.ImageReference;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.engine.internal.agent.AgentSockets;
import dev.enclave.engine.internal.lifecycle.EngineCalls;
import dev.enclave.engine.internal.lifecycle.SandboxManager;
import dev.enclave.engine.internal.process.CommandContext;
import dev.enclave.engine.mount.MountPolicy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The entry point: makes, finds, lists and removes sandboxes. Thread-safe and meant to be shared; creating one does no I/O.
 *
 * <p>Ephemeral sandboxes, which is what a specification describes unless it says {@code detached}, end with this process, however that
 * ends. {@link #close()} ends them in order.
 */
public final class SandboxEngine {

    private final DockerClient client;
    private final SandboxManager manager;
    private final Mono<Void> closing;

    private SandboxEngine(Builder builder) {
        this.client = builder.client == null ? DockerClient.create() : builder.client;
        MountPolicy policy = builder.mountPolicy;
        Mono<MountPolicy> resolved = policy == null
                ? Mono.fromCallable(MountPolicy::defaults).subscribeOn(Schedulers.boundedElastic())
                : Mono.just(policy);
        this.manager = new SandboxManager(
                client,
                resolved,
                builder.allowPrivileged,
                builder.agent,
                new AgentSockets(client, builder.agentSocket, builder.agentSocketFolder),
                builder.commandsAtOnce,
                builder.engineCallsAtOnce,
                builder.watchOrphans);
        this.closing =
                builder.client == null ? manager.close().then(client.close()).cache() : manager.close();
    }

    /**
     * Creates an engine with all defaults, on the container engine that the docker command line would use.
     *
     * @return the engine
     */
    public static SandboxEngine create() {
        return builder().build();
    }

    /** {@return a builder with all defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a sandbox, which the caller removes. Prefer {@link #use} and {@link #useMany}, which do, and which also remove a sandbox that is
     * handed over in the very moment of a cancellation: this method cannot know that its subscriber dropped it.
     *
     * @param spec what it is made of
     * @return the sandbox, once it can run commands; it waits for its turn first, as {@link Builder#engineCallsAtOnce} says. Cancelling
     *     before leaves nothing on the container engine. Signals, before anything is
     *     created, {@link dev.enclave.engine.mount.MountException} when a mount is refused or impossible, {@link SpecRefusedException} when
     *     the specification is, {@link ImageUnavailableException} when the image cannot be had; and {@link SandboxCreationException} when
     *     the container engine fails to make it
     */
    public Mono<Sandbox> create(SandboxSpec spec) {
        Objects.requireNonNull(spec, "spec");
        return manager.create(spec).checkpoint("Enclave: create sandbox");
    }

    /**
     * Makes a sandbox, uses it, and removes it, whatever happens.
     *
     * @param spec what it is made of
     * @param use what is done with it
     * @param <T> what comes out of that
     * @return what {@code use} emits, once the sandbox has gone. Cancelling cancels {@code use} and removes the sandbox in the background.
     *     Signals what {@link #create} and {@code use} signal, and {@link SandboxException} when the removal fails
     */
    public <T> Mono<T> use(SandboxSpec spec, Function<? super Sandbox, ? extends Mono<T>> use) {
        Objects.requireNonNull(use, "use");
        return Mono.usingWhen(
                create(spec), use, Sandbox::remove, (sandbox, error) -> sandbox.remove(), Sandbox::remove);
    }

    /**
     * Makes a sandbox, uses it, and removes it, whatever happens; the twin of {@link #use} for many values.
     *
     * @param spec what it is made of
     * @param use what is done with it
     * @param <T> what comes out of that
     * @return what {@code use} emits, as it comes; completes once the sandbox has gone. Demand is passed on. Cancelling cancels
     *     {@code use} and removes the sandbox in the background. Signals what {@link #create} and {@code use} signal, and {@link
     *     SandboxException} when the removal fails
     */
    public <T> Flux<T> useMany(SandboxSpec spec, Function<? super Sandbox, ? extends Publisher<T>> use) {
        Objects.requireNonNull(use, "use");
        return Flux.usingWhen(
                create(spec), use, Sandbox::remove, (sandbox, error) -> sandbox.remove(), Sandbox::remove);
    }

    /**
     * Finds a sandbox that runs: one of this engine, or a detached one, whoever made it.
     *
     * @param id its id
     * @return the sandbox; empty when there is none
     */
    public Mono<Sandbox> find(String id) {
        Objects.requireNonNull(id, "id");
        return manager.find(id);
    }

    /**
     * Lists the sandboxes that run, whoever made them.
     *
     * @return what is known of them
     */
    public Flux<SandboxInfo> list() {
        return manager.list();
    }

    /**
     * Removes a sandbox of this engine, or a detached one.
     *
     * @param id its id
     * @return whether there was one, once it has gone
     */
    public Mono<Boolean> remove(String id) {
        return find(id).flatMap(sandbox -> sandbox.remove().thenReturn(true)).defaultIfEmpty(false);
    }

    /**
     * Watches the sandboxes of this engine.
     *
     * @return changes of their states from now on, completing when the engine is closed. A subscriber that does not keep up misses some
     */
    public Flux<SandboxEvent> events() {
        return manager.events();
    }

    /**
     * Pulls an image beforehand, so that the first sandbox does not wait for it.
     *
     * @param image for example {@code python:3.11-slim}
     * @return the progress, completing when the image is there; signals as {@link dev.enclave.docker.images.ImageOperations#pull} does
     */
    public Flux<PullProgress> pull(String image) {
        return client.images().pull(ImageReference.of(image), null);
    }

    /**
     * Removes what nobody else will, now: detached sandboxes whose time is over, and what processes that were killed have left. The engine
     * does this by itself with its first sandbox and every five minutes.
     *
     * @return how many were removed
     */
    public Mono<Long> reap() {
        return manager.reap();
    }

    /** {@return the client of the container engine, for what sandboxes do not cover} */
    public DockerClient docker() {
        return client;
    }

    /**
     * Closes the engine: removes its ephemeral sandboxes, waits for removals under way, and closes its client, unless that was given to
     * the builder. Detached sandboxes go on.
     *
     * @return completes when all is closed; idempotent, and not cancelled by a subscriber's cancellation
     */
    public Mono<Void> close() {
        return closing;
    }

    /** Builds a {@link SandboxEngine}. */
    public static final class Builder {
        private @Nullable DockerClient client;
        private @Nullable MountPolicy mountPolicy;
        private boolean allowPrivileged;
        private AgentUse agent = AgentUse.PREFERRED;
        private boolean agentSocket = true;
        private @Nullable Path agentSocketFolder;
        private int commandsAtOnce = CommandContext.DEFAULT_COMMANDS_AT_ONCE;
        private int engineCallsAtOnce = EngineCalls.defaultAtOnce();
        private boolean watchOrphans = true;

        private Builder() {}

        /**
         * Sets the client of the container engine, which stays the caller's to close.
         *
         * @param value the client; by default one of the engine's own
         * @return this builder
         */
        public Builder dockerClient(DockerClient value) {
            this.client = Objects.requireNonNull(value, "client");
            return this;
        }

        /**
         * Sets which host paths may be mounted, and how.
         *
         * @param value the policy; default {@link MountPolicy#defaults()}
         * @return this builder
         */
        public Builder mountPolicy(MountPolicy value) {
            this.mountPolicy = Objects.requireNonNull(value, "policy");
            return this;
        }

        /**
         * Allows privileged sandboxes, which may do what root on the host may.
         *
         * @return this builder
         */
        public Builder allowPrivileged() {
            this.allowPrivileged = true;
            return this;
        }

        /**
         * Sets whether commands run through the agent or through the container engine's exec API.
         *
         * @param value default {@link AgentUse#PREFERRED}
         * @return this builder
         */
        public Builder agent(AgentUse value) {
            this.agent = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Switches the agents' sockets: where the container engine is a Docker Engine on this host, the agent of a sandbox connects to a
         * socket of this process, which makes output several times faster than by way of the container engine. The socket is mounted at
         * {@code /.enclave/socket}; once the agent has connected, which it does before any other program of the sandbox runs, nobody else
         * can. Where it cannot be reached (this process is in a container or has a {@code /tmp} of its own, another kernel runs the
         * sandbox) the container engine carries the stream, and the log says so once.
         *
         * <p>Agents of detached sandboxes, of sandboxes with a runtime of their own, and of Podman are offered none.
         *
         * @param offered whether agents are offered one; default yes
         * @return this builder
         */
        public Builder agentSocket(boolean offered) {
            this.agentSocket = offered;
            return this;
        }

        /**
         * Sets where the agents' sockets are made, in a folder of their own that only this process's user can enter. For a process that is
         * itself in a container: a folder that is mounted there under the path that it has on the host.
         *
         * @param folder an absolute path, of about 60 bytes at most; default Java's folder for temporary files
         * @return this builder
         */
        public Builder agentSocketFolder(Path folder) {
            this.agentSocketFolder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Switches the orphan watch: a second, small process that removes what is left when this one is killed between the creation and
         * the start of a sandbox. Without it such a container waits for the next engine to run.
         *
         * @param on whether it runs; default yes. It needs a container engine on a Unix socket
         * @return this builder
         */
        public Builder orphanWatch(boolean on) {
            this.watchOrphans = on;
            return this;
        }

        /**
         * Sets how many commands run at once in one sandbox, and how many processes that were started besides; more wait for their turn.
         *
         * @param number at least 1; default 64
         * @return this builder
         */
        public Builder commandsAtOnce(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("at least one command has to run at a time: " + number);
            }
            this.commandsAtOnce = number;
            return this;
        }

        /**
         * Sets how many sandboxes the container engine makes or removes at once for this one; more wait for their turn, removals first. Beyond
         * a few more at once are not made sooner, and every other request to the container engine takes longer. Nothing else waits: no
         * command in a sandbox that runs, no look-up, no pull. No time limit runs while one waits, nor does the time of a detached
         * sandbox; who does not want to wait cancels, which leaves nothing.
         *
         * @param number at least 1; default two for each core of this machine, at least 4 and at most 12. More than the 16 connections that a
         *     client {@linkplain dev.enclave.docker.transport.PoolOptions has} wait for one of these
         * @return this builder
         */
        public Builder engineCallsAtOnce(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("at least one call has to be under way at a time: " + number);
            }
            this.engineCallsAtOnce = number;
            return this;
        }

        /** {@return the engine} */
        public SandboxEngine build() {
            return new SandboxEngine(this);
        }
    }
}
