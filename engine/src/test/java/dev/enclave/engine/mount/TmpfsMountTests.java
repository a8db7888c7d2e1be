package dev.enclave.engine.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmpfsMountTests {

    @Test
    void hasSafeOptionsOfItsOwn() {
        assertThat(Mount.tmpfs("/tmp").mountOptions()).isEqualTo("rw,nosuid,nodev,noexec");
    }

    @Test
    void writesAllOptionsAsTheKernelReadsThem() {
        TmpfsMount mount =
                Mount.tmpfs("/work").size("64m").mode(0700).owner(1000, 100).executable(true);

        assertThat(mount.mountOptions()).isEqualTo("rw,nosuid,nodev,exec,size=67108864,mode=0700,uid=1000,gid=100");
        assertThat(mount).isEqualTo(new TmpfsMount("/work", 64L << 20, 0700, 1000, 100, true));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "10b,10", "1k,1024", "64m,67108864", "64M,67108864", "2g,2147483648", "0064m,67108864"})
    void readsSizes(String size, long bytes) {
        assertThat(Mount.tmpfs("/tmp").size(size).sizeBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "m", "-1m", "1.5g", "64 m", "64mb", "64t", "1,exec", "٤m"})
    void refusesOtherSizes(String size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.tmpfs("/tmp").size(size))
                .withMessageContaining("must be digits and b, k, m or g");
    }

    @Test
    void refusesASizeBeyondTheRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.tmpfs("/tmp").size("99999999999999999g"))
                .withMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesASizeWithoutRoom(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.tmpfs("/tmp").size(bytes))
                .withMessageContaining(Long.toString(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 010000})
    void refusesAModeBeyondTheRange(int mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.tmpfs("/tmp").mode(mode))
                .withMessageContaining("07777");
    }

    @Test
    void takesEveryModeInTheRange() {
        assertThat(Mount.tmpfs("/tmp").mode(0).mountOptions()).endsWith("mode=00");
        assertThat(Mount.tmpfs("/tmp").mode(07777).mountOptions()).endsWith("mode=07777");
    }

    @ParameterizedTest
    @CsvSource({"-1,0,uid", "0,-1,gid"})
    void refusesNegativeOwners(int uid, int gid, String which) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mount.tmpfs("/tmp").owner(uid, gid))
                .withMessageContaining(which);
    }
}
