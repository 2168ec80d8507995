package dev.s3logkit.common.config;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time zones as the variable `TZ` names them.
///
/// | form | example |
/// |---|---|
/// | tz database name | `Europe/Berlin` |
/// | fixed offset, *west* of Greenwich positive | `UTC+0`, `EST5`, `<+0330>-3:30` |
/// | with daylight saving time by a rule | `CET-1CEST,M3.5.0,M10.5.0/3` |
/// | … by the rule of the United States | `XST5XDT`, that is `,M3.2.0,M11.1.0` |
///
/// The grammar is that of POSIX.1-2024 (Base Definitions 8.3), whose times reach from -167 to 167
/// hours. A name of the tz database wins over the same text read as a rule, as in the C library.
/// Rules hold for the years 1900 to 2399.
public final class PosixTimeZone {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2399;
    private static final long SECONDS_PER_DAY = 86_400;

    private static final String FORMS =
            "a POSIX TZ string such as UTC+0, CET-1CEST,M3.5.0,M10.5.0/3 or <+0330>-3:30"
                    + " (hours west of Greenwich are positive), or a name such as Europe/Berlin";

    private PosixTimeZone() {}

    /// The rules that the text names; `Z` is UTC.
    ///
    /// @throws IllegalArgumentException when the text has none of the forms; the message names it,
    ///   what is wrong and the forms
    public static ZoneRules parse(String text) {
        if (text.equals("Z")) {
            return ZoneOffset.UTC.getRules();
        }
        // The C library marks the name of a file by a colon.
        String name = text.startsWith(":") ? text.substring(1) : text;
        // No name starts with UTC and a sign, as the default does, and to look for one loads the
        // whole
        // database: a third of the time in which a command starts.
        boolean mayBeName = !name.startsWith("UTC+") && !name.startsWith("UTC-");
        if (mayBeName && ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
            return ZoneRulesProvider.getRules(name, false);
        }
        try {
            return rules(new PosixTimeZoneParser(text).parse());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "time zone '%s': %s; expected %s".formatted(text, e.getMessage(), FORMS), e);
        }
    }

    /// What a POSIX TZ string says.
    ///
    /// @param offset of standard time
    /// @param savingOffset of daylight saving time; the same when there is none
    record Parsed(ZoneOffset offset, ZoneOffset savingOffset, List<PosixRule> startAndEnd) {}

    private record Change(long epochSecond, boolean toSaving) {}

    private static ZoneRules rules(Parsed zone) {
        if (zone.startAndEnd.isEmpty() || zone.offset.equals(zone.savingOffset)) {
            return zone.offset.getRules();
        }
        List<Change> changes = new ArrayList<>();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            changes.add(change(zone.startAndEnd.getFirst(), year, zone.offset, true));
            changes.add(change(zone.startAndEnd.getLast(), year, zone.savingOffset, false));
        }
        changes.sort(Comparator.comparingLong(Change::epochSecond));
        return ZoneRules.of(
                zone.offset, zone.offset, List.of(), transitions(zone, changes), List.of());
    }

    private static Change change(PosixRule rule, int year, ZoneOffset before, boolean toSaving) {
        long local = rule.day().in(year).toEpochDay() * SECONDS_PER_DAY + rule.secondOfDay();
        return new Change(local - before.getTotalSeconds(), toSaving);
    }

    /// Leaves out what changes nothing: saving time that ends when the next year's starts never
    /// ends.
    private static List<ZoneOffsetTransition> transitions(Parsed zone, List<Change> changes) {
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        boolean saving = false;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean lastOfInstant =
                    i + 1 == changes.size() || changes.get(i + 1).epochSecond != change.epochSecond;
            if (!lastOfInstant || change.toSaving == saving) {
                continue;
            }
            ZoneOffset before = saving ? zone.savingOffset : zone.offset;
            ZoneOffset after = saving ? zone.offset : zone.savingOffset;
            transitions.add(
                    ZoneOffsetTransition.of(
                            LocalDateTime.ofEpochSecond(change.epochSecond, 0, before),
                            before,
                            after));
            saving = change.toSaving;
        }
        return transitions;
    }
}
