package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ENGLISH);

    @Property(tries = 5000)
    void readsAndWritesAsTheJdkDoes(
            @ForAll @LongRange(min = -62_000_000_000L, max = 253_300_000_000L) long epochSecond,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int zoneMinutes) {
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(zoneMinutes * 60);
        OffsetDateTime time =
                OffsetDateTime.ofInstant(java.time.Instant.ofEpochSecond(epochSecond), zone);
        byte[] text = FORMAT.format(time).getBytes(ISO_8859_1);
        assertThat(LogTime.parse(text, 0, text.length)).isEqualTo(epochSecond);

        byte[] written = FORMAT.format(time).getBytes(ISO_8859_1);
        LogTime.format(epochSecond + zoneMinutes * 60L, written, 0);
        assertThat(written).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "05/Mar/2024:06:07:08 +000",
                "00/Mar/2024:06:07:08 +0000",
                "32/Mar/2024:06:07:08 +0000",
                "29/Feb/2023:06:07:08 +0000",
                "29/Feb/1900:06:07:08 +0000",
                "31/Apr/2024:06:07:08 +0000",
                "05/mar/2024:06:07:08 +0000",
                "05/Mai/2024:06:07:08 +0000",
                "05-Mar-2024:06:07:08 +0000",
                "05/Mar/2024 06:07:08 +0000",
                "05/Mar/2024:06.07.08 +0000",
                "05/Mar/2024:24:00:00 +0000",
                "05/Mar/2024:06:60:08 +0000",
                "05/Mar/2024:06:07:60 +0000",
                "05/Mar/2024:06:07:08 00000",
                "05/Mar/2024:06:07:08 +1900",
                "05/Mar/2024:06:07:08 +0060",
                "05/Mar/2024:06:07:08  0000",
                "+5/Mar/2024:06:07:08 +0000",
                "2024-03-05T06:07:08+00:00Z"
            })
    void refusesAnythingElse(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        assertThat(LogTime.parse(bytes, 0, bytes.length)).isEqualTo(LogTime.INVALID);
    }
}
