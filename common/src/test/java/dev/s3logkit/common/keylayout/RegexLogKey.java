package dev.s3logkit.common.keylayout;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The same by regular expressions, sharing nothing with the bytes' reader.
record RegexLogKey(@Nullable String account, @Nullable String region, int day) {

    private static final String REGION = "(?=[^/]{7,32}/)[a-z]{2,}(?:-[a-z]{2,})+-[0-9]{1,2}";
    private static final Pattern ROOT = Pattern.compile("(?:^|/)AWSLogs/(?=(.*))", Pattern.DOTALL);
    private static final Pattern BELOW =
            Pattern.compile(
                    "(?:o-[^/]*/)?+(?:(?<account>[0-9]{11,12})|[^/]*)/"
                            + "(?:(?:(?!WAFLogs/)[^/]*/(?:[^/]*/)??(?<region>"
                            + REGION
                            + ")|WAFLogs/(?:[^/]*/)??(?<waf>"
                            + REGION
                            + "|cloudfront))/)?.*",
                    Pattern.DOTALL);
    private static final Pattern HIVE =
            Pattern.compile(
                    "(?:o-[^/]*/)?+aws-account-id=(?:(?<account>[0-9]{11,12})|[^/]*)/"
                            + "(?:(?!aws-region=)[^/]*/)*?(?:aws-region=(?:(?<region>"
                            + REGION
                            + ")|[^/]*)/.*|[^/]*)",
                    Pattern.DOTALL);
    private static final Pattern ACCESS_LOG =
            Pattern.compile(
                    "(?<account>[0-9]{12})/(?<region>"
                            + REGION
                            + ")/[^/]+/([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})/"
                            + "([0-9]{4}-[0-9]{2}-[0-9]{2})-[0-9]{2}-[0-9]{2}-[0-9]{2}"
                            + "-[A-Za-z0-9]+$");
    private static final Pattern FOLDERS =
            Pattern.compile(
                    "(?:^|/)(?:([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"
                            + "|year=([0-9]{4})/month=([0-9]{1,2})/day=([0-9]{1,2})"
                            + "|([0-9]{4})-([0-9]{2})-([0-9]{2})(?:-..)?)(?=/)");
    private static final Pattern NAME =
            Pattern.compile(
                    "([0-9]{4})-([0-9]{2})-([0-9]{2})-[0-9]{2}-[0-9]{2}-[0-9]{2}-[A-Za-z0-9]+$"
                            + "|[^/]\\.([0-9]{4})-([0-9]{2})-([0-9]{2})-..\\.[^./-]*\\.[^./-]*$");

    static RegexLogKey of(String key) {
        RegexLogKey first = new RegexLogKey(null, null, 0);
        Matcher roots = ROOT.matcher(key);
        int from = 0;
        while (roots.find(from)) {
            RegexLogKey found = below(roots.group(1));
            if (found.account != null && found.region != null) {
                return found;
            }
            if (first.account == null && first.region == null) {
                first = found;
            }
            from = roots.start() + 1;
        }
        Matcher log = ACCESS_LOG.matcher(key);
        if (log.find() && day(log.group(6)) > 0) {
            int day = day(log.group(3), log.group(4), log.group(5));
            if (day > 0) {
                return new RegexLogKey(log.group("account"), log.group("region"), day);
            }
        }
        return first.day > 0
                ? first
                : new RegexLogKey(first.account, first.region, firstDay(NAME.matcher(key)));
    }

    private static RegexLogKey below(String path) {
        Matcher hive = HIVE.matcher(path);
        boolean isHive = hive.matches();
        Matcher m = isHive ? hive : BELOW.matcher(path);
        if (m.matches()) {
            int account = path.indexOf('/', path.startsWith("o-") ? path.indexOf('/') + 1 : 0);
            int day = firstDay(FOLDERS.matcher(path.substring(account)));
            String region = m.group("region");
            if (region == null && !isHive) {
                region = m.group("waf");
            }
            return new RegexLogKey(m.group("account"), region, day);
        }
        return new RegexLogKey(null, null, 0);
    }

    private static int firstDay(Matcher m) {
        int from = 0;
        while (m.find(from)) {
            for (int g = 1; g <= m.groupCount(); g += 3) {
                if (m.group(g) != null) {
                    int day = day(m.group(g), m.group(g + 1), m.group(g + 2));
                    if (day > 0) {
                        return day;
                    }
                }
            }
            from = m.start() + 1;
        }
        return 0;
    }

    private static int day(String date) {
        return day(date.substring(0, 4), date.substring(5, 7), date.substring(8, 10));
    }

    private static int day(String year, String month, String day) {
        try {
            LocalDate date =
                    LocalDate.of(
                            Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            return date.getYear() == 0
                    ? 0
                    : date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
