package dev.s3logkit.errorreport.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Order 17 failed                          | Order 99123 failed                        | Order <n> failed
                    user 550e8400-e29b-41d4-a716-446655440000 gone | user 0123abcd-0000-1111-2222-333344445555 gone | user <uuid> gone
                    no route to 10.0.0.1:8080                | no route to 192.168.17.254:80             | no route to <ip>
                    peer fe80::1ff:fe23:4567:890a lost       | peer 2001:db8:0:1:1:1:1:1 lost            | peer <ip> lost
                    at 0x7fff5fbff8c0                        | at 0xDEADBEEF                             | at <hex>
                    com.x.Foo@1b6d3586 is closed             | com.x.Foo@5fd0d5ae is closed              | com.x.Foo<hex> is closed
                    mail to bob.b@example.com bounced        | mail to alice+x@mail.example.org bounced  | mail to <mail> bounced
                    since 2024-05-06 07:08:09,123 down       | since 2025-12-01T00:00:00.5Z down         | since <time> down
                    at 12:13:14 stopped                      | at 01:02:03.123 stopped                   | at <time> stopped
                    took 1.25 ms, 3,100 rows                 | took 900 ms, 17 rows                      | took <n> ms, <n> rows
                    trace e5f6g7h8 lost                      | trace a1b2c3d4 lost                       | trace <id> lost
                    commit 4f9a7c2e8b1d                      | commit 0a1b2c3d4e5f                       | commit <id>
                    GET https://a.example/x?y=1 failed       | GET http://b.example:80/zz failed         | GET <url> failed
                    thread exec-7 of req-456                 | thread exec-12 of req-9                   | thread exec-<n> of req-<n>
                    """)
    void messagesThatDifferInWhatVariesAreTheSame(String one, String other, String pattern) {
        Fingerprint first = Fingerprint.of(one, "log", null);
        Fingerprint second = Fingerprint.of(other, "log", null);

        assertThat(first).isEqualTo(second);
        assertThat(first.pattern()).isEqualTo(pattern);
        assertThat(first.value()).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource({"Order failed, Cart failed", "a, b", "not found, not founded", "'', x"})
    void messagesThatDifferInWordsAreNot(String one, String other) {
        assertThat(Fingerprint.of(one, null, null).value())
                .isNotEqualTo(Fingerprint.of(other, null, null).value());
    }

    private static final String TRACE =
            """
            java.lang.IllegalStateException: order 17 is closed
            \tat com.example.Orders.close(Orders.java:42)
            \tat com.example.Orders$$Lambda/0x00007f1c4c0a1b2c.run(Unknown Source)
            \tat jdk.internal.reflect.GeneratedMethodAccessor17.invoke(Unknown Source)
            \tat com.example.$Proxy33.call(Unknown Source)
            Caused by: java.sql.SQLException: connection 3 lost
            \tat com.example.Db.read(Db.java:7)
            \t... 3 more""";

    @Test
    void tracesThatDifferInLinesAndCountersAreTheSame() {
        String other =
                TRACE.replace(":42", ":57")
                        .replace("0x00007f1c4c0a1b2c", "0x00007fffaa001122")
                        .replace("Accessor17", "Accessor3")
                        .replace("Proxy33", "Proxy5")
                        .replace("order 17", "order 99")
                        .replace("... 3", "... 12");

        Fingerprint fingerprint = Fingerprint.of("Request 5 failed", "a", TRACE);
        assertThat(fingerprint).isEqualTo(Fingerprint.of("Request 7 failed", "b", other));
        assertThat(fingerprint.exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(fingerprint.pattern()).isEqualTo("IllegalStateException: Request <n> failed");
    }

    @Test
    void tracesThatDifferInAMethodACauseOrAnExceptionAreNot() {
        String value = Fingerprint.of("m", null, TRACE).value();

        assertThat(Fingerprint.of("m", null, TRACE.replace("Orders.close", "Orders.open")).value())
                .isNotEqualTo(value);
        assertThat(Fingerprint.of("m", null, TRACE.replace("SQLException", "IOException")).value())
                .isNotEqualTo(value);
        assertThat(
                        Fingerprint.of("m", null, TRACE.replace("IllegalState", "IllegalArgument"))
                                .value())
                .isNotEqualTo(value);
    }

    @Test
    void tracesWhoseLineBreaksWereLostAreTheSameToo() {
        String flat =
                "java.lang.ArithmeticException: / by zerotat a.B.c(B.java:%d)tat a.D.e(D.java:1)";

        assertThat(Fingerprint.of("m", null, flat.formatted(7)))
                .isEqualTo(Fingerprint.of("m", null, flat.formatted(8)));
        assertThat(Fingerprint.of("m", null, flat.formatted(7)).exception())
                .isEqualTo("java.lang.ArithmeticException");
    }

    @Test
    void pythonTracesAreTheSameWhateverTheirLines() {
        String trace =
                "Traceback (most recent call last):\n  File \"/app/x.py\", line %d, in run\n"
                        + "    go()\nValueError: bad value %d";

        assertThat(Fingerprint.of("m", null, trace.formatted(1, 2)).value())
                .isEqualTo(Fingerprint.of("m", null, trace.formatted(3, 4)).value());
    }

    @Test
    void longAndNastyTextsTakeNoLongTime() {
        for (String unit : new String[] {"a", "1", "a1", "a.", "::", "1.", "at ", "@", "Error"}) {
            String nasty = unit.repeat(500_000);
            assertThat(Fingerprint.of(nasty, null, nasty).pattern()).hasSizeLessThanOrEqualTo(300);
        }
    }
}
