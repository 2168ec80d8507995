package dev.s3logkit.errorreport.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    private static Rules parse(String yaml) throws RulesException {
        return Rules.parse(yaml.getBytes(UTF_8), "rules.yaml");
    }

    @Test
    void readsEveryField() throws RulesException {
        Rules rules =
                parse(
                        """
                        zone: Europe/Berlin
                        zones: {legacy: Asia/Tokyo}
                        reports:
                          - report_id: SHOP_ERROR
                            title: Errors of the shop
                            applications: [shop, "cart-*"]
                            match: {text: [ERROR, '"x"'], ignore_case: true, regex: 'a+b'}
                            fields:
                              - {name: order, from: ctx.order_id}
                              - {name: code, regex: 'code=(\\d+)'}
                            severity: critical
                            recipients: {ops: [ops@example.com], dev: dev@example.com}
                            retention: 12h
                            mail: {enabled: true, when_quiet: true, subject: Shop, reply_to: [a@example.com]}
                        """);

        assertThat(rules.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(rules.zoneOf("legacy")).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(rules.zoneOf("shop")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(rules.rules())
                .containsExactly(
                        new Rule(
                                "SHOP_ERROR",
                                "Errors of the shop",
                                List.of("shop", "cart-*"),
                                new Match(List.of("ERROR", "\"x\""), true, "a+b"),
                                List.of(
                                        new ExtractedField("order", "ctx.order_id", null),
                                        new ExtractedField("code", null, "code=(\\d+)")),
                                Severity.CRITICAL,
                                List.of(
                                        new RecipientGroup("ops", List.of("ops@example.com")),
                                        new RecipientGroup("dev", List.of("dev@example.com"))),
                                Duration.ofHours(12),
                                new MailOptions(true, true, "Shop", List.of("a@example.com"))));
        assertThat(rules.forApplication("cart-eu")).hasSize(1);
        assertThat(rules.forApplication("cart")).isEmpty();
    }

    @Test
    void fillsInWhatIsLeftOut() throws RulesException {
        Rule rule =
                parse("reports: [{report_id: A, applications: ['*'], match: {text: x y}}]")
                        .rules()
                        .getFirst();

        assertThat(rule)
                .isEqualTo(
                        new Rule(
                                "A",
                                "A",
                                List.of("*"),
                                new Match(List.of("x y"), false, null),
                                List.of(),
                                Severity.ERROR,
                                List.of(),
                                Duration.ofDays(30),
                                new MailOptions(true, false, "A", List.of())));
    }

    @Test
    void theBundledRulesAreTheThreeExamplesAndMailNobody() {
        Rules rules = Rules.bundled();

        assertThat(rules.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(rules.rules())
                .extracting(Rule::reportId)
                .containsExactly("PIP_ERROR", "SEVIS", "PIP_NPE");
        assertThat(rules.rules()).allSatisfy(rule -> assertThat(rule.recipients()).isEmpty());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    report_id: 'a#b'\\n    match: {text: x}                              | line 2: reports[0].report_id: "a#b": expected at most 64 letters
                    match: {text: x}                                                    | line 2: reports[0].report_id: it is missing
                    report_id: A                                                        | line 2: reports[0].match: it is missing
                    report_id: A\\n    match: {}                                          | line 3: reports[0].match: expected text or regex
                    report_id: A\\n    match: {text: []}                                  | line 3: reports[0].match.text: 0 items; expected 1 to 10
                    report_id: A\\n    match: {text: ''}                                  | line 3: reports[0].match.text: a text of 0 characters
                    report_id: A\\n    match: {regex: '(a'}                               | line 3: reports[0].match.regex: "(a" is no RE2 expression
                    report_id: A\\n    match: {regex: '(a)\\1'}                           | line 3: reports[0].match.regex: "(a)\\1" is no RE2 expression
                    report_id: A\\n    match: {txt: x}                                    | line 3: reports[0].match.txt: nothing of that name; known are text, ignore_case, regex
                    report_id: A\\n    match: {text: x, ignore_case: maybe}               | line 3: reports[0].match.ignore_case: "maybe": expected true or false
                    report_id: A\\n    match: {text: x}\\n    severity: bad                | line 4: reports[0].severity: "bad": expected critical, error, warning or info
                    report_id: A\\n    match: {text: x}\\n    retention: 0d                | line 4: reports[0].retention: "0d": expected hours or days
                    report_id: A\\n    match: {text: x}\\n    retention: 9999d             | line 4: reports[0].retention: "9999d": expected hours or days
                    report_id: A\\n    match: {text: x}\\n    recipients: [nobody]         | line 4: reports[0].recipients: "nobody" is no mail address
                    report_id: A\\n    match: {text: x}\\n    recipients: {'a b': [a@b.c]} | line 4: reports[0].recipients.a b: expected a name
                    report_id: A\\n    match: {text: x}\\n    fields: [{from: x}]          | line 4: reports[0].fields[0].name: it is missing
                    report_id: A\\n    match: {text: x}\\n    fields: {a: b}               | line 4: reports[0].fields: expected a list
                    report_id: A\\n    match: {text: x}\\n    mail: {subject: ''}          | line 4: reports[0].mail.subject: expected 1 to 200 characters
                    report_id: A\\n    match: {text: x}\\n    applications: [a/b]          | line 4: reports[0].applications: "a/b" is no name of an application
                    report_id: [A]\\n    match: {text: x}                                 | line 2: reports[0].report_id: expected a single value
                    """)
    void namesTheLineAndTheFieldOfWhatIsWrong(String rule, String problem) {
        String yaml = "reports:\n  - " + rule.replace("\\n", "\n") + "\n    applications: ['*']\n";
        if (rule.contains("applications")) {
            yaml = "reports:\n  - " + rule.replace("\\n", "\n") + "\n";
        }
        String text = yaml;

        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RulesException.class)
                .hasMessageStartingWith("rules.yaml: ")
                .hasMessageContaining(problem);
    }

    @Test
    void tellsEveryProblemAtOnce() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        """
                                        zone: Mars/Base
                                        reports:
                                          - report_id: A
                                            match: {text: x}
                                          - report_id: A
                                            applications: ['*']
                                            match: {text: x}
                                        """))
                .isInstanceOfSatisfying(
                        RulesException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(
                                                "line 1: zone: \"Mars/Base\": expected a time zone"
                                                        + " such as Europe/Berlin or +02:00",
                                                "line 3: reports[0].applications: it is missing;"
                                                        + " [\"*\"] is all of them",
                                                "line 5: reports[1].report_id: A is there twice"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                | line 1: the file is empty
                    a: [              | no YAML
                    just text         | line 1: the file: expected names with values
                    zone: UTC         | line 1: reports: it is missing
                    rules: []         | line 1: rules: nothing of that name; known are zone, zones, reports
                    reports: {}       | line 1: reports: expected a list
                    reports: []\\nreports: [] | twice
                    """)
    void refusesWhatIsNoRulesFile(String yaml, String problem) {
        assertThatThrownBy(() -> parse(yaml.replace("\\n", "\n")))
                .isInstanceOf(RulesException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void isNotMadeToUseMuchMemoryByAliases() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        yaml.append("zones: *a29\n");

        assertThatThrownBy(() -> parse(yaml.toString())).isInstanceOf(RulesException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, acb, false",
        "*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "a, ab, false",
        "'', '', true"
    })
    void starsStandForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(Rule.named(pattern, name)).isEqualTo(matches);
    }
}
