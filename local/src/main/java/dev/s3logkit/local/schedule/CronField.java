package dev.s3logkit.local.schedule;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// The values that a field of a cron expression names: `*`, `a`, `a-b`, `a/n`, `a-b/n`, and lists
/// of these.
record CronField(BitSet values) {

    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    private static final List<String> DAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    static CronField parse(String text, int min, int max) {
        BitSet values = new BitSet(max + 1);
        for (String item : text.split(",", -1)) {
            String[] step = item.split("/", 2);
            int by = step.length == 2 ? number(step[1], 1, max, text) : 1;
            int from;
            int to;
            if (step[0].equals("*")) {
                from = min;
                to = max;
            } else {
                String[] range = step[0].split("-", 2);
                from = number(range[0], min, max, text);
                to =
                        range.length == 2
                                ? number(range[1], from, max, text)
                                : step.length == 2 ? max : from;
            }
            for (int value = from; value <= to; value += by) {
                values.set(value);
            }
        }
        return new CronField(values);
    }

    boolean contains(int value) {
        return values.get(value);
    }

    static String monthNumbers(String text) {
        return numbers(text, MONTHS);
    }

    static String dayNumbers(String text) {
        return numbers(text, DAYS);
    }

    static int number(String text, int min, int max, String field) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'%s' is no field of a cron expression".formatted(field), e);
        }
        throw new IllegalArgumentException(
                "'%s' in a cron expression: %s is not between %d and %d"
                        .formatted(field, text, min, max));
    }

    private static String numbers(String text, List<String> names) {
        String result = text.toUpperCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            result = result.replace(names.get(i), Integer.toString(i + 1));
        }
        return result;
    }
}
