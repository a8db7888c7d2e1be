package dev.enclave.benchmarks.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The folder with the files of the last run: {@code latest.json} has the rows, {@code machine.json} where they come from. */
public final class ResultsFolder {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

    private final Path folder;

    /**
     * Names the folder, which is made when something is written.
     *
     * @param folder the folder
     */
    public ResultsFolder(Path folder) {
        this.folder = folder;
    }

    /** {@return the rows; none when there is no file} */
    public Results read() {
        Path file = rowsFile();
        return Files.exists(file) ? new Results(JSON.readValue(file.toFile(), ROWS)) : Results.NONE;
    }

    /** {@return the machine, when there is a file} */
    public Optional<Machine> readMachine() {
        Path file = machineFile();
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Machine.class)) : Optional.empty();
    }

    /**
     * Replaces both files.
     *
     * @param results all rows
     * @param machine where they come from
     */
    public void write(Results results, Machine machine) {
        write(rowsFile(), results.rows());
        write(machineFile(), machine);
    }

    private Path rowsFile() {
        return folder.resolve("latest.json");
    }

    private Path machineFile() {
        return folder.resolve("machine.json");
    }

    private void write(Path file, Object value) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file, JSON.writeValueAsString(value) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
