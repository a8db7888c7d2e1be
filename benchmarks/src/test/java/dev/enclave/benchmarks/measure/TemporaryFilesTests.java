package dev.enclave.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFilesTests {

    @Test
    void areAsLargeAsAskedForAndGoWhenClosed() {
        Path directory;
        try (TemporaryFiles large = TemporaryFiles.large(3)) {
            directory = large.directory();
            assertThat(large.files().resolve("file")).hasSize(3 << 20);
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void areAsManyAsAskedForAndGoWhenClosed() {
        Path directory;
        try (TemporaryFiles many = TemporaryFiles.many(5, 100)) {
            directory = many.directory();
            assertThat(many.files()).isDirectoryContaining("glob:**/file4");
            assertThat(many.files().resolve("file0")).hasSize(100);
        }
        assertThat(directory).doesNotExist();
    }
}
