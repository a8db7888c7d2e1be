package dev.enclave.engine.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The agent as an ordinary process of this machine, spoken to over its pipes or its connection. */
final class NativeAgent implements AutoCloseable {

    static final int HELLO = 0x01;
    static final int SPAWN_PART = 0x02;
    static final int SPAWN = 0x03;
    static final int STDIN = 0x04;
    static final int STDIN_END = 0x05;
    static final int CREDIT = 0x06;
    static final int SIGNAL = 0x07;
    static final int KILL = 0x08;
    static final int RESIZE = 0x09;
    static final int DISCARD = 0x0A;
    static final int PING = 0x0B;

    private static final int PATIENCE_S = 30;
    private static final ToldFrame END = new ToldFrame(0, 0, new byte[0]);

    private final Process process;
    private final InputStream fromAgent;
    private final OutputStream toAgent;
    private final BlockingQueue<ToldFrame> told = new LinkedBlockingQueue<>();
    private final List<ToldFrame> passedOver = new ArrayList<>();

    private NativeAgent(Process process, InputStream fromAgent, OutputStream toAgent) {
        this.process = process;
        this.fromAgent = fromAgent;
        this.toAgent = toAgent;
        Thread reader = new Thread(this::readAll, "agent's frames");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the agent with sanitizers; words before it are a command that runs it. */
    static NativeAgent start(String... before) throws IOException, InterruptedException {
        Process process = run(List.of(before), List.of());
        return new NativeAgent(process, process.getInputStream(), process.getOutputStream());
    }

    /** Starts the agent and tells it to connect to a socket that is not there. */
    static NativeAgent startWithoutSocket(Path socket) throws IOException, InterruptedException {
        Process process = run(List.of(), List.of("--connect", socket.toString()));
        return new NativeAgent(process, process.getInputStream(), process.getOutputStream());
    }

    /** Starts the agent and lets it connect; its standard input is at its end from the beginning. */
    static NativeAgent connected(Path socket) throws IOException, InterruptedException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = run(List.of(), List.of("--connect", socket.toString()));
            process.getOutputStream().close();
            SocketChannel channel = server.accept();
            return new NativeAgent(process, Channels.newInputStream(channel), outputOf(channel));
        }
    }

    /** Not one of {@link Channels}, which waits for a read that is under way. */
    private static OutputStream outputOf(SocketChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static Process run(List<String> before, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(AgentBuild.binary("agent").toString(), "run"));
        command.addAll(options);
        return AgentBuild.builder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Starts the agent, and greets it, without a lease. */
    static NativeAgent greeted(String... before) throws IOException, InterruptedException {
        NativeAgent agent = start(before);
        agent.greet(0);
        return agent;
    }

    void greet(long leaseMs) throws IOException, InterruptedException {
        send(HELLO, 0, new Payload().u16(1).u32(leaseMs));
        await(0, ToldFrame.HELLO);
    }

    long pid() {
        return process.pid();
    }

    void send(int type, int id, Payload payload) throws IOException {
        send(type, id, payload.bytes());
    }

    void send(int type, int id, byte... payload) throws IOException {
        write(ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length)
                .put((byte) type)
                .putInt(id)
                .put(payload)
                .array());
    }

    /** Sends what need not be a frame. */
    void write(byte... bytes) throws IOException {
        toAgent.write(bytes);
        toAgent.flush();
    }

    void endInput() throws IOException {
        toAgent.close();
    }

    void spawn(int id, DescribedCommand description) throws IOException {
        send(SPAWN, id, description.bytes());
    }

    void credit(int id, int stream, long bytes) throws IOException {
        send(CREDIT, id, new Payload().u8(stream).u32(bytes));
    }

    void kill(int id, long graceMs) throws IOException {
        send(KILL, id, new Payload().u32(graceMs));
    }

    void signal(int id, int signal, int scope) throws IOException {
        send(SIGNAL, id, new Payload().u8(signal).u8(scope));
    }

    /** Waits for the next frame of this id and type; others are kept for those who ask for them. */
    ToldFrame await(int id, int type) throws InterruptedException {
        for (Iterator<ToldFrame> kept = passedOver.iterator(); kept.hasNext(); ) {
            ToldFrame frame = kept.next();
            if (frame.id() == id && frame.type() == type) {
                kept.remove();
                return frame;
            }
        }
        while (true) {
            ToldFrame frame = next();
            if (frame.id() == id && frame.type() == type) {
                return frame;
            }
            passedOver.add(frame);
        }
    }

    /** Waits for output of this id until all of it contains a text. */
    String awaitOutput(int id, String wanted) throws InterruptedException {
        StringBuilder output = new StringBuilder();
        while (output.indexOf(wanted) < 0) {
            output.append(await(id, ToldFrame.STDOUT).text());
        }
        return output.toString();
    }

    /** Waits until an id is over; gives all its frames that nobody has asked for, each output in one. */
    List<String> awaitOver(int id) throws InterruptedException {
        return awaitOver(id, 2);
    }

    List<String> awaitOver(int id, int outputs) throws InterruptedException {
        List<ToldFrame> frames =
                new ArrayList<>(passedOver.stream().filter(f -> f.id() == id).toList());
        passedOver.removeAll(frames);
        while (!isOver(frames, outputs)) {
            ToldFrame frame = next();
            (frame.id() == id ? frames : passedOver).add(frame);
        }
        return described(frames);
    }

    private static boolean isOver(List<ToldFrame> frames, int outputs) {
        return frames.stream().anyMatch(f -> f.type() == ToldFrame.FAILED)
                || (frames.stream().anyMatch(f -> f.type() == ToldFrame.GONE)
                        && frames.stream()
                                        .filter(f -> f.type() == ToldFrame.EOF)
                                        .count()
                                == outputs);
    }

    private static List<String> described(List<ToldFrame> frames) {
        List<String> described = new ArrayList<>();
        int[] places = {-1, -1};
        for (ToldFrame frame : frames) {
            int output = frame.type() - ToldFrame.STDOUT;
            if (output != 0 && output != 1) {
                described.add(frame.toString());
            } else if (places[output] < 0) {
                places[output] = described.size();
                described.add(frame.toString());
            } else {
                described.set(places[output], described.get(places[output]) + frame.text());
            }
        }
        return described;
    }

    /** What was told and is not asked for yet, up to the answer to a question sent now. */
    List<ToldFrame> toldUntilNow() throws IOException, InterruptedException {
        send(PING, 0, new byte[8]);
        List<ToldFrame> frames = new ArrayList<>(passedOver);
        passedOver.clear();
        for (ToldFrame frame = next(); frame.type() != ToldFrame.PONG; frame = next()) {
            frames.add(frame);
        }
        return frames;
    }

    /** Waits for the end of the agent; gives the reason that it told, "" for none. */
    String awaitEnd(int code) throws InterruptedException {
        String reason = "";
        for (ToldFrame frame = take(); frame.type() != END.type(); frame = take()) {
            reason = frame.type() == ToldFrame.FATAL ? frame.message() : reason;
        }
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(reason).isEqualTo(code);
        return reason;
    }

    private ToldFrame next() throws InterruptedException {
        ToldFrame frame = take();
        assertThat(frame)
                .as("the agent has ended; told and not asked for: %s", passedOver)
                .isNotSameAs(END);
        assertThat(frame.type()).as(frame.toString()).isNotEqualTo(ToldFrame.FATAL);
        return frame;
    }

    private ToldFrame take() throws InterruptedException {
        ToldFrame frame = told.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(frame).as("nothing is told; not asked for: %s", passedOver).isNotNull();
        return frame;
    }

    private void readAll() {
        try (DataInputStream in = new DataInputStream(fromAgent)) {
            while (true) {
                int length = in.readInt();
                int type = in.readUnsignedByte();
                int id = in.readInt();
                told.add(new ToldFrame(type, id, in.readNBytes(length)));
            }
        } catch (IOException e) {
            told.add(END);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            toAgent.close();
        } catch (IOException e) {
            // it has ended before
        }
        try {
            process.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the agent does not end", e);
        }
        assertThat(AgentBuild.reports()).as("reports of the sanitizers").isEmpty();
    }
}
