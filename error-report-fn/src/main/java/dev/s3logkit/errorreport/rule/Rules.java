package dev.s3logkit.errorreport.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rules file: see docs/error-report.md for its syntax.
///
/// @param zone of time stamps that name none
/// @param zones of single applications, by name, where they differ
/// @param rules in the order of the file, report ids unique
public record Rules(ZoneId zone, Map<String, ZoneId> zones, List<Rule> rules) {

    private static final String BUNDLED = "example-rules.yaml";

    public Rules {
        zones = Map.copyOf(zones);
        rules = List.copyOf(rules);
    }

    /// The rule of a report.
    public Optional<Rule> rule(String reportId) {
        return rules.stream().filter(rule -> rule.reportId().equals(reportId)).findFirst();
    }

    /// The rules for an application, in the order of the file; empty when it is unknown.
    public List<Rule> forApplication(String application) {
        List<Rule> found = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.appliesTo(application)) {
                found.add(rule);
            }
        }
        return found;
    }

    /// The zone of an application's time stamps that name none.
    public ZoneId zoneOf(String application) {
        return zones.getOrDefault(application, zone);
    }

    /// Reads a rules file.
    ///
    /// @param yaml UTF-8, at most 1 MiB
    /// @param name of the file, for messages
    /// @throws RulesException when it is wrong: names every line and field that is
    public static Rules parse(byte[] yaml, String name) throws RulesException {
        return new RulesReader().read(yaml, name);
    }

    /// The rules that come with the program: the examples PIP_ERROR, SEVIS and PIP_NPE.
    public static Rules bundled() {
        try (InputStream in = Rules.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException(BUNDLED + " is missing from the program");
            }
            return parse(in.readAllBytes(), BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
