package dev.enclave.engine.internal.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The archive that is unpacked into the agent's volume: the program, where a socket can be mounted, and behind them a mark that all is there. */
final class AgentArchive {

    private static final int EXECUTABLE = 0100555;
    private static final int READABLE = 0100444;

    private AgentArchive() {}

    /** A plain tar archive. */
    static byte[] of(AgentBinary agent) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, AgentVolume.PROGRAM, EXECUTABLE, agent.bytes());
            add(tar, AgentVolume.SOCKET, READABLE, new byte[0]);
            // Archives are unpacked in order: where this is, all of the program is.
            add(tar, AgentVolume.MARK, READABLE, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setModTime(0);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
