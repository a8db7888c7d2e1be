package dev.enclave.docker.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes an answer wrong. Where there is nothing to spoil, the answer stays the same. */
enum Spoiling {
    /** The head is random bytes. */
    HEAD {
        @Override
        String of(String head, String body, Random random) {
            byte[] garbage = new byte[head.length()];
            random.nextBytes(garbage);
            return latin(garbage) + "\r\n\r\n" + body;
        }
    },
    /** The status is not the one that was. */
    STATUS {
        @Override
        String of(String head, String body, Random random) {
            int status = STATUSES.get(random.nextInt(STATUSES.size()));
            return head.replaceFirst(" \\d{3} ", " " + status + " ") + body;
        }
    },
    /** The length that is announced ends within the body's text or beyond the body, or is no number. */
    LENGTH {
        @Override
        String of(String head, String body, Random random) {
            Matcher matcher = CONTENT_LENGTH.matcher(head);
            // JSON without the line break at its end is whole.
            int text = body.stripTrailing().length();
            if (!matcher.find() || text == 0) {
                return head + body;
            }
            String wrong = switch (random.nextInt(3)) {
                case 0 -> String.valueOf(random.nextInt(text));
                case 1 -> String.valueOf(body.length() + 1 + random.nextInt(1000));
                default -> "-x";
            };
            return head.substring(0, matcher.start(1)) + wrong + head.substring(matcher.end(1)) + body;
        }
    },
    /** The size of a chunk is no number. */
    CHUNK {
        @Override
        String of(String head, String body, Random random) {
            return head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")
                    ? head + "zz" + body.substring(body.indexOf('\r'))
                    : head + body;
        }
    },
    /** Somewhere in the JSON is a byte that JSON does not allow anywhere. */
    JSON {
        @Override
        String of(String head, String body, Random random) {
            int from = body.indexOf('{');
            int to = body.lastIndexOf('}');
            if (!head.contains("application/json") || from < 0 || to <= from) {
                return head + body;
            }
            int at = from + 1 + random.nextInt(to - from);
            // The sizes of chunks stay what they are.
            return Character.isISOControl(body.charAt(at)) || isNearLineBreak(body, at)
                    ? head + body
                    : head + body.substring(0, at) + '\u0001' + body.substring(at + 1);
        }

        private boolean isNearLineBreak(String body, int at) {
            int around = body.indexOf('\r', Math.max(0, at - 12));
            return around >= 0 && around < at + 12;
        }
    };

    private static final List<Integer> STATUSES =
            List.of(300, 301, 307, 400, 401, 403, 404, 409, 418, 499, 500, 502, 503, 599);
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    boolean isOfBody() {
        return this == LENGTH || this == JSON;
    }

    abstract String of(String head, String body, Random random);

    byte[] spoil(byte[] answer, Random random) {
        int border = Exchange.headLength(answer);
        String text = latin(answer);
        return of(text.substring(0, border), text.substring(border), random).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
