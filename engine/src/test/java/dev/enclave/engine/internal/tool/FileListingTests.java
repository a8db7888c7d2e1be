package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileListingTests {

    @Test
    void readsTheListingAndTheRecords() {
        FileListing listing = FileListing.parse(
                "total 0\n\u000081a4/12/1700000000/./b.txt\n41ed/4096/0/./a\na1ff/3/-1/./c\n1180/0/0/./d\n");

        assertThat(listing.text()).isEqualTo("total 0\n");
        assertThat(listing.entries())
                .containsExactly(
                        entry("a", "directory", 4096L, "0755", "1970-01-01T00:00:00Z"),
                        entry("b.txt", "file", 12L, "0644", "2023-11-14T22:13:20Z"),
                        entry("c", "link", 3L, "0777", "1969-12-31T23:59:59Z"),
                        entry("d", "other", 0L, "0600", "1970-01-01T00:00:00Z"));
    }

    @Test
    void isNotConfusedByNamesWithLineBreaksThatLookLikeRecords() {
        FileListing listing = FileListing.parse("\u000081a4/1/0/./\n\n81a4\n81a4/2/0/./b\n\n81a4/3/0/./c\n");

        assertThat(listing.entries()).extracting(entry -> entry.get("name")).containsExactly("\n\n81a4", "b\n", "c");
    }

    @Test
    void readsNoRecordsWhereThereAreNone() {
        assertThat(FileListing.parse("just text").entries()).isEmpty();
        assertThat(FileListing.parse("text\0").entries()).isEmpty();
        assertThat(FileListing.parse("").text()).isEmpty();
    }

    @Test
    void leavesOutARecordThatWasCut() {
        String whole = "x\u000081a4/1/0/./a\n81a4/22/0/./bb\n";

        for (int length = 1; length < whole.length(); length++) {
            List<Map<String, Object>> entries =
                    FileListing.parse(whole.substring(0, length)).entries();
            assertThat(entries)
                    .as(whole.substring(0, length))
                    .hasSizeLessThan(2)
                    .allSatisfy(entry -> assertThat(entry.get("name")).isEqualTo("a"));
        }
    }

    private static Map<String, Object> entry(String name, String type, long size, String mode, String modified) {
        return Map.of("name", name, "type", type, "size", size, "mode", mode, "modified", modified);
    }
}
