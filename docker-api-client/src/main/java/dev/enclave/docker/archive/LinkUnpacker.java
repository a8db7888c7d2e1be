package dev.enclave.docker.archive;

import dev.enclave.docker.ArchiveException.Reason;
import dev.enclave.docker.archive.OpenPath.Place;
import dev.enclave.docker.archive.UnpackOptions.Links;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Makes the links of an archive, as far as they stay in the directory. Blocks. */
record LinkUnpacker(UnpackOptions options, EntryNames names, ArchiveFailures failures) {

    /** Makes a symbolic link; tells whether it did, or left it out. */
    boolean makeSymbolic(TarArchiveEntry entry, List<Path> parts, OpenPath path)
            throws IOException, UnsafeNameException {
        String leadsTo = entry.getLinkName();
        boolean inside = names.isInside(parts.size() - 1, leadsTo);
        if (!inside && options.links() == Links.SKIP_OUTSIDE) {
            return false;
        }
        if (!inside && options.links() == Links.REFUSE_OUTSIDE) {
            throw new UnsafeNameException("is a symbolic link that may lead out of the directory, to '" + leadsTo
                    + "': skip such links, or keep them if nothing follows them here (UnpackOptions.Links)");
        }
        Place place = path.makeRoom(parts, options.existing());
        place.parent().makeLink(place.name(), leadsTo);
        return true;
    }

    /** Makes a hard link to a file in the directory. */
    void makeHard(TarArchiveEntry entry, List<Path> parts, OpenPath path) throws IOException, UnsafeNameException {
        List<Path> existing = names.split(entry.getLinkName());
        if (existing.isEmpty() || existing.equals(parts)) {
            throw new UnsafeNameException("is a hard link to itself, or to the directory");
        }
        Place place = path.makeRoom(parts, options.existing());
        try {
            linkTo(path.root(), existing, 0, place);
        } catch (NoSuchFileException e) {
            String detail = "is a hard link to '" + entry.getLinkName() + "', which is not there";
            throw failures.of(Reason.MALFORMED, entry.getName(), detail, e);
        }
    }

    /** Goes down to the file that the link is to, through directories only, and makes the link. */
    private void linkTo(OpenDirectory in, List<Path> existing, int depth, Place place)
            throws IOException, UnsafeNameException {
        Path part = existing.get(depth);
        BasicFileAttributes there = in.attributes(part);
        if (depth < existing.size() - 1) {
            failures.requireDirectory(there, existing.subList(0, depth + 1));
            try (OpenDirectory next = in.enter(part)) {
                linkTo(next, existing, depth + 1, place);
            }
            return;
        }
        if (!there.isRegularFile()) {
            throw new UnsafeNameException("is a hard link to what is no file");
        }
        place.parent().makeHardLink(place.name(), in, part);
        // Links are made by path, and somebody may just have changed what is there.
        if (!Objects.equals(place.parent().attributes(place.name()).fileKey(), there.fileKey())) {
            place.parent().delete(place.name());
            throw new UnsafeNameException(
                    "became a hard link to something else, as the directory was changed meanwhile");
        }
    }
}
