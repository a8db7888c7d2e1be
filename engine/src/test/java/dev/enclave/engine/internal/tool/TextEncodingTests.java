package dev.enclave.engine.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTests {

    @ParameterizedTest
    @CsvSource({
        "utf-8, UTF-8",
        "UTF8, UTF-8",
        "utf_8, UTF-8",
        "latin-1, ISO-8859-1",
        "latin_1, ISO-8859-1",
        "iso8859-15, ISO-8859-15",
        "ascii, US-ASCII",
        "cp1252, windows-1252",
        "utf-16, UTF-16",
        "utf_16_le, UTF-16LE",
        "utf-32-be, UTF-32BE",
        "gbk, GBK",
        "shift_jis, Shift_JIS",
        "euc_jp, EUC-JP"
    })
    void knowsTheNamesThatPythonUses(String name, String charset) {
        assertThat(TextEncoding.named(name).map(encoding -> encoding.charset().name()))
                .hasValue(charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "klingon", "utf-9", "a/b", "utf-8; rm", "\0"})
    void doesNotKnowOthers(String name) {
        assertThat(TextEncoding.named(name)).isEmpty();
    }

    @Test
    void doesNotKnowEncodingsThatCannotBeWritten() {
        assertThat(TextEncoding.named("ISO-2022-CN")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "utf-8-sig", "utf_8_sig", "utf-16", "utf-16-le", "utf-32"})
    void readsWhatItWrote(String name) {
        TextEncoding encoding = TextEncoding.named(name).orElseThrow();
        String text = "naïve 漢字 😀\r\n\0";

        assertThat(encoding.encode(text).map(encoding::decode))
                .isEqualTo(Optional.of(new TextEncoding.Decoded(text, true)));
    }

    @Test
    void writesAndTakesAwayAByteOrderMark() {
        TextEncoding marked = TextEncoding.named("utf-8-sig").orElseThrow();

        assertThat(marked.encode("a").orElseThrow()).containsExactly(0xEF, 0xBB, 0xBF, 'a');
        assertThat(marked.decode(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'})
                        .text())
                .isEqualTo("a");
        for (byte[] unmarked : List.of(new byte[0], new byte[] {'a'}, new byte[] {'a', 'b', 'c', 'd'})) {
            assertThat(marked.decode(unmarked).text()).hasSize(unmarked.length);
        }
    }

    @Test
    void keepsAByteOrderMarkThatNobodyNamed() {
        TextEncoding plain = TextEncoding.named("utf-8").orElseThrow();

        assertThat(plain.decode(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'})
                        .text())
                .isEqualTo("\uFEFFa");
    }
}
