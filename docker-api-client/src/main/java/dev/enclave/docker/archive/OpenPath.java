package dev.enclave.docker.archive;

import dev.enclave.docker.archive.UnpackOptions.Existing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories on the way to what is being unpacked, held open, none of them a symbolic link. Those that it has made get their permissions and times
 * when it leaves them: until then only their owner may enter. Blocks.
 */
final class OpenPath implements Closeable {

    /** Where something is made: an open directory, and the name in it. */
    record Place(OpenDirectory parent, Path name) {}

    private static final class Level {
        private final Path name;
        private final OpenDirectory directory;
        private final boolean made;
        private @Nullable FileTime written;
        private int mode = Modes.DIRECTORY;

        Level(Path name, OpenDirectory directory, boolean made) {
            this.name = name;
            this.directory = directory;
            this.made = made;
        }
    }

    private final OpenDirectory root;
    private final ArchiveFailures failures;
    private final List<Level> levels = new ArrayList<>();

    OpenPath(OpenDirectory root, ArchiveFailures failures) {
        this.root = root;
        this.failures = failures;
    }

    OpenDirectory root() {
        return root;
    }

    /** Goes to a directory, and makes what is missing of it. It stays open until the next call. */
    OpenDirectory goTo(List<Path> names) throws IOException {
        leaveAllBut(shared(names));
        for (int depth = levels.size(); depth < names.size(); depth++) {
            levels.add(step(names.subList(0, depth + 1)));
        }
        return current();
    }

    /** Says what the directory is to be like that it has gone to; ignored if that was there before. */
    void describe(FileTime written, int mode) {
        if (!levels.isEmpty()) {
            Level last = levels.get(levels.size() - 1);
            last.written = written;
            last.mode = mode | Modes.OWNER;
        }
    }

    private OpenDirectory current() {
        return levels.isEmpty() ? root : levels.get(levels.size() - 1).directory;
    }

    private int shared(List<Path> names) {
        int shared = 0;
        while (shared < Math.min(names.size(), levels.size())
                && levels.get(shared).name.equals(names.get(shared))) {
            shared++;
        }
        return shared;
    }

    private Level step(List<Path> names) throws IOException {
        Path name = names.get(names.size() - 1);
        OpenDirectory parent = current();
        BasicFileAttributes there = parent.attributesIfThere(name);
        if (there == null) {
            return new Level(name, parent.make(name), true);
        }
        failures.requireDirectory(there, names);
        return new Level(name, parent.enter(name), false);
    }

    /** Goes to where a file or a link is to be made, and removes one that is in its place, if that may be. */
    Place makeRoom(List<Path> names, Existing existing) throws IOException {
        OpenDirectory parent = goTo(names.subList(0, names.size() - 1));
        Path name = names.get(names.size() - 1);
        BasicFileAttributes there = parent.attributesIfThere(name);
        if (there != null) {
            failures.requireReplaceable(there, names, existing);
            parent.delete(name);
        }
        return new Place(parent, name);
    }

    private void leaveAllBut(int kept) throws IOException {
        while (levels.size() > kept) {
            Level left = levels.remove(levels.size() - 1);
            try (OpenDirectory directory = left.directory) {
                if (left.made) {
                    directory.finish(left.written, left.mode);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            leaveAllBut(0);
        } finally {
            root.close();
        }
    }
}
