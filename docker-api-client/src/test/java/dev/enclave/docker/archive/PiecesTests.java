package dev.enclave.docker.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PiecesTests {

    private final Pieces pieces = new Pieces();

    @Test
    void cutsWhatIsLongerThanAPieceAndEndsWithAShorterOne() {
        byte[] bytes = new byte[2 * Pieces.SIZE + 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        pieces.add(Arrays.copyOf(bytes, 5));
        assertThat(pieces.hasFull()).isFalse();

        pieces.add(Arrays.copyOfRange(bytes, 5, bytes.length));

        assertThat(pieces.hasFull()).isTrue();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length : new int[] {Pieces.SIZE, Pieces.SIZE, 3}) {
            byte[] piece = pieces.next();
            assertThat(piece).hasSize(length);
            all.writeBytes(piece);
        }
        assertThat(pieces.next()).isNull();
        assertThat(all.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void fillsTheLastRecordOfAContentUpWithZeros() {
        pieces.endContent(1024);
        assertThat(pieces.next()).isNull();

        pieces.endContent(1025);
        assertThat(pieces.next()).isEqualTo(new byte[511]);
    }

    @Test
    void endsAnArchiveAcrossTheBorderOfAPiece() {
        byte[] ones = new byte[Pieces.SIZE - 24];
        Arrays.fill(ones, (byte) 1);
        pieces.add(ones);

        pieces.endArchive();

        assertThat(pieces.next()).endsWith(new byte[24]).hasSize(Pieces.SIZE);
        assertThat(pieces.next()).isEqualTo(new byte[1000]);
        assertThat(pieces.next()).isNull();
    }
}
