package dev.s3logkit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.archive.tar.TarballFormat;
import dev.s3logkit.common.config.ConfigException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupConfigTest {

    @Test
    void withoutVariablesNothingIsDeleted() {
        RollupConfig config = RollupConfig.of(Map.of());

        assertThat(config.work().delete()).isFalse();
        assertThat(config.work().minAgeDays()).isOne();
        assertThat(config.work().format()).isEqualTo(TarballFormat.TGZ);
        assertThat(config.work().storageClass()).isEqualTo("STANDARD");
        assertThat(config.work().requests()).isEqualTo(64);
        assertThat(config.quiet()).isZero();
    }

    @Test
    void everyVariableIsRead() {
        RollupConfig config =
                RollupConfig.of(
                        Map.of(
                                "ROLLUP_DELETE", "true",
                                "ROLLUP_MIN_AGE_DAYS", "7",
                                "ROLLUP_QUIET_MINUTES", "90",
                                "ROLLUP_FORMAT", "tar.zst",
                                "ROLLUP_STORAGE_CLASS", "GLACIER_IR",
                                "ROLLUP_CONCURRENCY", "8"));

        assertThat(config.work().delete()).isTrue();
        assertThat(config.work().minAgeDays()).isEqualTo(7);
        assertThat(config.work().format()).isEqualTo(TarballFormat.TAR_ZST);
        assertThat(config.work().storageClass()).isEqualTo("GLACIER_IR");
        assertThat(config.work().requests()).isEqualTo(8);
        assertThat(config.quiet()).isEqualTo(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLUP_DELETE, maybe, true",
        "ROLLUP_MIN_AGE_DAYS, -1, from 0 to 3650",
        "ROLLUP_QUIET_MINUTES, x, from 0 to 10080",
        "ROLLUP_FORMAT, zip, tar.zst",
        "ROLLUP_STORAGE_CLASS, DEEP_ARCHIVE, GLACIER_IR",
        "ROLLUP_CONCURRENCY, 0, from 1 to 512"
    })
    void aBadValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
        assertThatThrownBy(() -> RollupConfig.of(Map.of(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed);
    }
}
