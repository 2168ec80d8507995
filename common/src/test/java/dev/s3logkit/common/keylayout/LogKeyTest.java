package dev.s3logkit.common.keylayout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogKeyTest {

    private static final LogKey KEY = new LogKey();

    private static RegexLogKey read(String key) {
        byte[] bytes = ("##" + key + "/x").getBytes(UTF_8);
        KEY.read(bytes, 2, bytes.length - 2, true);
        String account = KEY.hasAccount() ? text(bytes, KEY.accountFrom(), KEY.accountTo()) : null;
        String region = KEY.hasRegion() ? text(bytes, KEY.regionFrom(), KEY.regionTo()) : null;
        int day = KEY.day();
        KEY.read(bytes, 2, bytes.length - 2, false);
        assertThat(KEY.hasAccount() && KEY.hasRegion())
                .isEqualTo(account != null && region != null);
        return new RegexLogKey(account, region, day);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }

    @Test
    void readsEveryLayoutOfTheCorpus() throws IOException {
        Path file = Corpus.folder("key-layouts").resolve("keys.jsonl");
        List<String> different = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Map<String, Object> expected = JSON.std.mapFrom(line);
            String key = (String) expected.get("key");
            String date = (String) expected.get("date");
            RegexLogKey wanted =
                    new RegexLogKey(
                            (String) expected.get("account"),
                            (String) expected.get("region"),
                            date == null ? 0 : Integer.parseInt(date.replace("-", "")));
            for (RegexLogKey found : List.of(read(key), RegexLogKey.of(key))) {
                if (!found.equals(wanted)) {
                    different.add(key + ": " + found + ", expected " + wanted);
                }
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AWSLogs/AWSLogs/123456789012/CloudTrail/us-east-2/2016/08/11/x.gz, 123456789012, us-east-2, 20160811",
        "AWSLogs/nobody/x/AWSLogs/123456789012/GuardDuty/eu-west-1/2016/8/1/x, 123456789012, eu-west-1, 20160801",
        "AWSLogs/123456789012/us-west-2/src/2023/03/01/2023-03-01-00-00-00-E568B2907131C0C0, 123456789012, us-west-2, 20230301",
        "x1123456789012/us-west-2/src/2023/03/01/2023-03-01-00-00-00-E568B2907131C0C0, 123456789012, us-west-2, 20230301",
        "p/AWSLogs/123456789012/network-firewall/flow/us-east-1/fw/2024/05/30/11/x.gz, 123456789012, us-east-1, 20240530",
        "AWSLogs/123456789012/vpcdnsquerylogs/vpc-1/2024/05/30/x.gz, 123456789012, , 20240530",
        "AWSLogs/123456789012/X/us-isob-east-1/2024/13/30/2024/12/30/x, 123456789012, us-isob-east-1, 20241230",
        "AWSLogs/123456789012/X/us-isob-east-1/2024/02/30/x, 123456789012, us-isob-east-1, 0",
        "AWSLogs/o-abc/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=us-east-1/year=2018/month=06/day=20/x, 123456789012, us-east-1, 20180620",
        "AWSLogs/123456789012/WAFLogs/cloudfront/acl/2021/10/28/19/50/x, 123456789012, cloudfront, 20211028",
        "AWSLogs/123456789012/Other/cloudfront/acl/2021/10/28/19/50/x, 123456789012, , 20211028",
        "AWSLogs/1234567890123/CloudTrail/us-east-2/2016/08/11/x, , us-east-2, 20160811",
        "awslogs/123456789012/CloudTrail/us-east-2/2016/08/11/x, , , 0",
        "AWSLogs, , , 0",
        "AWSLogs/123456789012, , , 0",
        "/, , , 0",
        "/123456789012/us-west-2//2023/03/01/2023-03-01-00-00-00-E568, , , 20230301",
        "23456789012/us-west-2/src/2023/03/01/2023-03-01-00-00-00-E568, , , 20230301",
        "2023-03-01-00-00-00-, , , 0",
    })
    void readsOddKeys(String key, String account, String region, int day) {
        RegexLogKey expected = new RegexLogKey(account, region, day);
        assertThat(read(key)).isEqualTo(expected);
        assertThat(RegexLogKey.of(key)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(
                        "AWSLogs",
                        "AWSLogs",
                        "o-abc",
                        "123456789012",
                        "12345678901",
                        "x123456789012",
                        "CloudTrail",
                        "WAFLogs",
                        "cloudfront",
                        "us-east-1",
                        "us-gov-west-12",
                        "a-b-1",
                        "us-east-1a",
                        "ap-southeast-much-longer-than-any-1",
                        "bucket",
                        "",
                        "2024",
                        "2",
                        "02",
                        "29",
                        "30",
                        "2024-02-29-11",
                        "2024-02-30",
                        "0000",
                        "aws-account-id=123456789012",
                        "aws-account-id=ACCOUNT",
                        "aws-service=vpcflowlogs",
                        "aws-region=us-east-1",
                        "aws-region=nowhere",
                        "year=2024",
                        "month=2",
                        "day=29",
                        "2024-02-29-01-02-03-ABC",
                        "E2.2024-02-29-20.RT4.gz",
                        ".2024-02-29-20.RT4.gz",
                        "ü日本")
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(parts -> String.join("/", parts));
    }

    @Property(tries = 5_000)
    void saysWhatRegularExpressionsSay(@ForAll("keys") String key) {
        assertThat(read(key)).isEqualTo(RegexLogKey.of(key));
    }

    @Property(tries = 500)
    void takesAnyBytes(@ForAll byte[] key) {
        KEY.read(key, 0, key.length, true);
        assertThat(KEY.accountTo()).isLessThanOrEqualTo(key.length);
    }
}
