package dev.enclave.engine.internal.tool;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * How the text of a file is written as bytes.
 *
 * @param charset the encoding
 * @param byteOrderMark whether the text begins with a mark that is not part of it
 */
record TextEncoding(Charset charset, boolean byteOrderMark) {

    /** The name of the encoding that is used unless another is named. */
    static final String UTF_8 = "utf-8";

    private static final String UTF_8_WITH_MARK = "utf-8-sig";
    private static final Pattern UTF_16_OR_32 = Pattern.compile("UTF-?(16|32)-?(LE|BE)");
    private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    /** A decoded text, and whether all of the bytes meant something. */
    record Decoded(String text, boolean complete) {}

    /** Emits what {@link #named} finds. Where it has to look for a name it may read files, so that is done off the event loop. */
    static Mono<Optional<TextEncoding>> find(String name) {
        return name.equals(UTF_8)
                ? Mono.just(Optional.of(new TextEncoding(StandardCharsets.UTF_8, false)))
                : Mono.fromCallable(() -> named(name)).subscribeOn(Schedulers.boundedElastic());
    }

    /** Finds an encoding by a name of Java's, IANA's or Python's; empty for a name that is unknown, or cannot be written. */
    static Optional<TextEncoding> named(String name) {
        String dashed = name.strip().replace('_', '-');
        if (dashed.toLowerCase(Locale.ROOT).equals(UTF_8_WITH_MARK)) {
            return Optional.of(new TextEncoding(StandardCharsets.UTF_8, true));
        }
        String endian = UTF_16_OR_32.matcher(dashed.toUpperCase(Locale.ROOT)).replaceFirst("UTF-$1$2");
        return Stream.of(name.strip(), dashed, dashed.replace("-", ""), endian)
                .flatMap(candidate -> charset(candidate).stream())
                .filter(Charset::canEncode)
                .findFirst()
                .map(charset -> new TextEncoding(charset, false));
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** The bytes of a text; empty when it has characters that this encoding has not. */
    Optional<byte[]> encode(String text) {
        try {
            ByteBuffer encoded = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            ByteBuffer marked = ByteBuffer.allocate(encoded.remaining() + (byteOrderMark ? MARK.length : 0));
            if (byteOrderMark) {
                marked.put(MARK);
            }
            return Optional.of(marked.put(encoded).array());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The text of bytes, with U+FFFD for what means nothing. */
    Decoded decode(byte[] bytes) {
        boolean marked = byteOrderMark && Arrays.equals(bytes, 0, Math.min(MARK.length, bytes.length), MARK, 0, 3);
        ByteBuffer input =
                marked ? ByteBuffer.wrap(bytes, MARK.length, bytes.length - MARK.length) : ByteBuffer.wrap(bytes);
        try {
            return new Decoded(charset.newDecoder().decode(input.duplicate()).toString(), true);
        } catch (CharacterCodingException e) {
            return new Decoded(charset.decode(input).toString(), false);
        }
    }
}
