package dev.s3logkit.common.config;

import java.time.ZoneOffset;
import java.util.List;

/// Reads `std offset [dst [offset] [,start[/time],end[/time]]]`, from left to right.
final class PosixTimeZoneParser {

    private static final int MIN_NAME = 3;
    private static final int MAX_OFFSET_HOURS = 24;
    private static final int MAX_RULE_HOURS = 167;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int DEFAULT_CHANGE = 2 * SECONDS_PER_HOUR;

    private static final List<PosixRule> UNITED_STATES =
            List.of(
                    new PosixRule(new PosixRule.Day.OfMonth(3, 2, 0), DEFAULT_CHANGE),
                    new PosixRule(new PosixRule.Day.OfMonth(11, 1, 0), DEFAULT_CHANGE));

    private final String text;
    private int at;

    PosixTimeZoneParser(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException saying what was expected where
    PosixTimeZone.Parsed parse() {
        name();
        ZoneOffset offset = offset(-time(MAX_OFFSET_HOURS));
        if (atEnd()) {
            return new PosixTimeZone.Parsed(offset, offset, List.of());
        }
        name();
        ZoneOffset saving =
                atEnd() || peek() == ','
                        ? offset(offset.getTotalSeconds() + SECONDS_PER_HOUR)
                        : offset(-time(MAX_OFFSET_HOURS));
        if (atEnd()) {
            return new PosixTimeZone.Parsed(offset, saving, UNITED_STATES);
        }
        PosixRule start = rule();
        PosixRule end = rule();
        if (!atEnd()) {
            throw expected("the end");
        }
        return new PosixTimeZone.Parsed(offset, saving, List.of(start, end));
    }

    /// At least three letters, or, in angle brackets, letters, digits and signs.
    private void name() {
        int start = at;
        if (take('<')) {
            while (isLetter(peek()) || isDigit(peek()) || peek() == '+' || peek() == '-') {
                at++;
            }
            if (at - start <= MIN_NAME || !take('>')) {
                throw expected("a name of at least three characters and '>'");
            }
            return;
        }
        while (isLetter(peek())) {
            at++;
        }
        if (at - start < MIN_NAME) {
            throw expected("a name of at least three letters");
        }
    }

    private PosixRule rule() {
        require(',');
        PosixRule.Day day = day();
        return new PosixRule(day, take('/') ? time(MAX_RULE_HOURS) : DEFAULT_CHANGE);
    }

    private PosixRule.Day day() {
        if (take('J')) {
            return new PosixRule.Day.Julian(number("a day", 1, 365));
        }
        if (take('M')) {
            int month = number("a month", 1, 12);
            require('.');
            int week = number("a week", 1, 5);
            require('.');
            return new PosixRule.Day.OfMonth(month, week, number("a weekday", 0, 6));
        }
        return new PosixRule.Day.OfYear(number("Jn, Mm.w.d or a day", 0, 365));
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private int time(int maxHours) {
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        int seconds = number("hours", 0, maxHours) * SECONDS_PER_HOUR;
        if (take(':')) {
            seconds += number("minutes", 0, 59) * 60;
            if (take(':')) {
                seconds += number("seconds", 0, 59);
            }
        }
        return negative ? -seconds : seconds;
    }

    private ZoneOffset offset(int seconds) {
        if (Math.abs(seconds) > ZoneOffset.MAX.getTotalSeconds()) {
            throw new IllegalArgumentException("offsets reach at most 18 hours");
        }
        return ZoneOffset.ofTotalSeconds(seconds);
    }

    private int number(String what, int min, int max) {
        int start = at;
        int value = 0;
        // Three digits are the most that any number has.
        while (isDigit(peek()) && at - start < 3) {
            value = value * 10 + (text.charAt(at++) - '0');
        }
        if (at == start || isDigit(peek()) || value < min || value > max) {
            at = start;
            throw expected("%s from %d to %d".formatted(what, min, max));
        }
        return value;
    }

    private void require(char c) {
        if (!take(c)) {
            throw expected("'" + c + "'");
        }
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("%s is missing at position %d".formatted(what, at));
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
