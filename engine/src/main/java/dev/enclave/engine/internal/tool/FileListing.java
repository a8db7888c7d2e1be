package dev.enclave.engine.internal.tool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link FileScripts#LIST} prints: a listing for readers, a NUL character, and records for programs.
 *
 * <p>A record is {@code mode/size/modified/./name} and a line break. Names may contain line breaks, but no slash: a name ends at the last
 * line break before the next slash, which is the first of the next record.
 *
 * @param text the listing
 * @param entries the records, by name
 */
record FileListing(String text, List<Map<String, Object>> entries) {

    private static final int HEXADECIMAL = 16;
    private static final int TYPE_SHIFT = 12;
    private static final int PERMISSIONS = 07777;

    static FileListing parse(String printed) {
        int nul = printed.indexOf('\0');
        if (nul < 0) {
            return new FileListing(printed, List.of());
        }
        List<Entry> entries = new ArrayList<>();
        String records = printed.substring(nul + 1);
        int position = 0;
        while (position < records.length()) {
            int mode = records.indexOf('/', position);
            int size = records.indexOf('/', mode + 1);
            int modified = records.indexOf('/', size + 1);
            int name = records.indexOf('/', modified + 1);
            int next = records.indexOf('/', name + 1);
            int end = records.lastIndexOf('\n', next < 0 ? records.length() : next);
            if (mode < 0 || size < mode || modified < size || name < modified || end < name) {
                break; // the rest of a record that was cut
            }
            entries.add(new Entry(
                    records.substring(name + 1, end),
                    records.substring(position, mode),
                    records.substring(mode + 1, size),
                    records.substring(size + 1, modified)));
            position = end + 1;
        }
        return new FileListing(printed.substring(0, nul), toMaps(entries));
    }

    private static List<Map<String, Object>> toMaps(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::name))
                .map(Entry::toMap)
                .toList();
    }

    private record Entry(String name, String mode, String size, String modified) {

        Map<String, Object> toMap() {
            int bits = Integer.parseInt(mode, HEXADECIMAL);
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("type", type(bits >> TYPE_SHIFT));
            map.put("size", Long.parseLong(size));
            map.put("mode", String.format("%04o", bits & PERMISSIONS));
            map.put("modified", Instant.ofEpochSecond(Long.parseLong(modified)).toString());
            return Collections.unmodifiableMap(map);
        }

        /** The numbers of {@code stat(2)}. */
        private static String type(int number) {
            return switch (number) {
                case 8 -> "file";
                case 4 -> "directory";
                case 10 -> "link";
                default -> "other";
            };
        }
    }
}
