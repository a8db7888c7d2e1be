package dev.enclave.docker.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trees of files: random ones, and what they look like, in words that can be compared. */
public final class FileTree {

    private static final List<String> NAMES = List.of(
            "a",
            "b c",
            "-rf",
            ".hidden",
            "h\u00e9llo w\u00f6rld",
            "\u65e5\u672c\u8a9e",
            "\ud83d\udc33",
            "new\nline",
            "back\\slash",
            "quote'\"",
            "*",
            "x".repeat(101),
            "\u00fc".repeat(120),
            "tab\t",
            "=",
            "C:",
            "trailing ");
    private static final List<String> MODES =
            List.of("rw-r--r--", "rwxr-xr-x", "rw-------", "r--r--r--", "rwxrwxrwx", "r-x--x--x");

    private FileTree() {}

    /** Fills a directory. */
    public static void fill(Path directory, Random random) throws IOException {
        List<Path> files = new ArrayList<>();
        fill(directory, directory, 0, random, files);
    }

    private static void fill(Path root, Path directory, int depth, Random random, List<Path> files) throws IOException {
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Path path = directory.resolve(NAMES.get(random.nextInt(NAMES.size())));
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            switch (random.nextInt(depth < 5 ? 8 : 5)) {
                case 0 ->
                    Files.createSymbolicLink(
                            path,
                            root.relativize(directory).resolve("x").normalize().getFileName());
                case 1 -> {
                    if (files.isEmpty()) {
                        Files.createFile(path);
                    } else {
                        Files.createLink(path, files.get(random.nextInt(files.size())));
                        continue;
                    }
                }
                case 2, 3, 4 -> {
                    Files.write(path, content(random));
                    files.add(path);
                    restrict(path, random);
                }
                default -> {
                    Files.createDirectory(path);
                    fill(root, path, depth + 1, random, files);
                    restrict(path, random);
                }
            }
        }
    }

    private static void restrict(Path path, Random random) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(random.nextInt(2_000_000_000))));
        String mode = MODES.get(random.nextInt(MODES.size()));
        String kept = Files.isDirectory(path) ? "rwx" + mode.substring(3) : mode;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(kept));
    }

    /** Of a size around the borders of blocks and pieces, with runs of zeros in some. */
    private static byte[] content(Random random) {
        int[] sizes = {0, 1, 511, 512, 513, 4095, 4096, 4097, 32_768, 70_000, 200_000};
        byte[] content = new byte[sizes[random.nextInt(sizes.length)]];
        if (random.nextBoolean()) {
            random.nextBytes(content);
        } else if (content.length > 1) {
            content[random.nextInt(content.length)] = 1;
        }
        return content;
    }

    /** Each path below a directory, with what there is of it to keep: kind, mode, time, content or target, and which others are the same file. */
    public static Map<String, String> describe(Path directory) {
        Map<String, String> described = new TreeMap<>();
        Map<Object, String> firstNames = new HashMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.filter(path -> !path.equals(directory)).sorted().forEach(path -> {
                String name = directory.relativize(path).toString();
                described.put(name, describe(path, name, firstNames));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return described;
    }

    private static String describe(Path path, String name, Map<Object, String> firstNames) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                return "link to " + Files.readSymbolicLink(path);
            }
            String common = PosixFilePermissions.toString(attributes.permissions()) + " "
                    + attributes.lastModifiedTime().toInstant().getEpochSecond() + " ";
            if (attributes.isDirectory()) {
                return common + "directory";
            }
            return common + "file, first " + firstNames.computeIfAbsent(attributes.fileKey(), key -> name) + ", "
                    + attributes.size() + " bytes " + digest(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
