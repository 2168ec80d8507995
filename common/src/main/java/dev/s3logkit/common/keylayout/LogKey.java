package dev.s3logkit.common.keylayout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.YearMonth;

/// What an object's key says of the account, region and day of the logs in the object. Knows the
/// layouts of AWS's services (`docs/formats.md`, "Keys of log objects"):
///
/// ```text
/// …AWSLogs/[o-…/]ACCOUNT/SERVICE/[…/]REGION/[…/]YYYY/M/D/…      CloudTrail, ELB, VPC, Config, WAF, …
/// …AWSLogs/[o-…/]ACCOUNT/SERVICE/REGION/[…/]YYYY-MM-DD-HH/…     MSK
/// …AWSLogs/[o-…/]aws-account-id=ACCOUNT/aws-service=…/aws-region=REGION/year=…/month=…/day=…/…
/// …ACCOUNT/REGION/BUCKET/YYYY/MM/DD/YYYY-MM-DD-hh-mm-ss-UNIQUE  S3 access logs, partitioned
/// …YYYY-MM-DD-hh-mm-ss-UNIQUE                                   S3 access logs
/// …/DISTRIBUTION.YYYY-MM-DD-HH.UNIQUE.gz                        CloudFront
/// ```
///
/// Folders count, not file names, which sometimes say something else. Filled again with each key;
/// not safe for use by several threads.
public final class LogKey {

    private static final byte[] ROOT = ascii("AWSLogs");
    private static final byte[] HIVE_ACCOUNT = ascii("aws-account-id=");
    private static final byte[] HIVE_REGION = ascii("aws-region=");
    private static final byte[] HIVE_YEAR = ascii("year=");
    private static final byte[] HIVE_MONTH = ascii("month=");
    private static final byte[] HIVE_DAY = ascii("day=");
    private static final byte[] WAF = ascii("WAFLogs");

    /// What WAF writes in place of a region for what protects CloudFront.
    private static final byte[] CLOUDFRONT = ascii("cloudfront");

    private static final int ACCOUNT_DIGITS = 12;

    /// AWS's own examples have accounts of 11 digits.
    private static final int MIN_ACCOUNT_DIGITS = 11;

    /// `mx-central-1` and shorter ones to `us-isob-northeast-1` and longer ones.
    private static final int MIN_REGION = 7;

    private static final int MAX_REGION = 32;

    /// Folders between account and region: the service, and sometimes the kind of log.
    private static final int FOLDERS_BEFORE_REGION = 2;

    /// Length of `YYYY-MM-DD-hh-mm-ss`.
    private static final int TIMESTAMP = 19;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SLASHES = '/' * ONES;

    private static final int KNOWN_BITS = 7;
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    /// Regions that were met, by a hash of their first and last eight bytes.
    private final long[] knownHeads = new long[1 << KNOWN_BITS];

    private final long[] knownTails = new long[1 << KNOWN_BITS];
    private final int[] knownLengths = new int[1 << KNOWN_BITS];

    private byte[] key = new byte[0];
    private int keyEnd;
    private int accountFrom;
    private int accountTo;
    private int regionFrom;
    private int regionTo;
    private int day;
    private boolean byFolders;

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /// Whether the key names an account.
    public boolean hasAccount() {
        return accountTo > accountFrom;
    }

    /// Where the account starts in the array that was read.
    public int accountFrom() {
        return accountFrom;
    }

    public int accountTo() {
        return accountTo;
    }

    /// Whether the key names a region, or `cloudfront`, where WAF writes that in its place.
    public boolean hasRegion() {
        return regionTo > regionFrom;
    }

    /// Where the region starts in the array that was read.
    public int regionFrom() {
        return regionFrom;
    }

    public int regionTo() {
        return regionTo;
    }

    /// The day as the number `yyyymmdd`; 0 when the key names none, or was read without it.
    public int day() {
        return day;
    }

    /// Whether folders alone say what was read and nothing is missing, so that it holds for every
    /// key that has the same text up to its last slash.
    public boolean byFolders() {
        return byFolders;
    }

    /// Reads the raw key in `[from, to)`.
    ///
    /// @param key not kept from changing: positions are of this array
    /// @param withDay whether to look for the day, too
    public void read(byte[] key, int from, int to, boolean withDay) {
        this.key = key;
        keyEnd = to;
        forget();
        byFolders = underRoots(from, withDay);
        if (!byFolders) {
            int name = lastFolderEnd(from);
            partitionedAccessLog(from, name, withDay);
            if (withDay && day == 0) {
                day = dayOfName(name);
            }
        }
    }

    private void forget() {
        accountFrom = 0;
        accountTo = 0;
        regionFrom = 0;
        regionTo = 0;
        day = 0;
    }

    /// Looks below each folder `AWSLogs` until one has account and region, since prefixes may have
    /// such a folder, too. What the first one that has anything says stays when none has both.
    private boolean underRoots(int from, boolean withDay) {
        int firstAccountFrom = 0;
        int firstAccountTo = 0;
        int firstRegionFrom = 0;
        int firstRegionTo = 0;
        int firstDay = 0;
        for (int at = from; at < keyEnd; at = folderEnd(at) + 1) {
            if (!isFolder(at, ROOT)) {
                continue;
            }
            underRoot(at + ROOT.length + 1, withDay);
            if (hasAccount() && hasRegion()) {
                return true;
            }
            if (firstAccountTo == 0 && firstRegionTo == 0) {
                firstAccountFrom = accountFrom;
                firstAccountTo = accountTo;
                firstRegionFrom = regionFrom;
                firstRegionTo = regionTo;
                firstDay = day;
            }
            forget();
        }
        accountFrom = firstAccountFrom;
        accountTo = firstAccountTo;
        regionFrom = firstRegionFrom;
        regionTo = firstRegionTo;
        day = firstDay;
        return false;
    }

    private void underRoot(int from, boolean withDay) {
        int at = from;
        if (at + 1 < keyEnd && key[at] == 'o' && key[at + 1] == '-') {
            at = folderEnd(at) + 1;
        }
        int end = folderEnd(at);
        if (end >= keyEnd) {
            return;
        }
        if (startsWith(at, end, HIVE_ACCOUNT)) {
            account(at + HIVE_ACCOUNT.length, end);
            hiveRegion(end + 1);
        } else {
            account(at, end);
            region(end + 1);
        }
        if (withDay) {
            day = dayOfFolders(end + 1);
        }
    }

    private void account(int from, int to) {
        int digits = to - from;
        if (digits >= MIN_ACCOUNT_DIGITS && digits <= ACCOUNT_DIGITS && areDigits(from, to)) {
            accountFrom = from;
            accountTo = to;
        }
    }

    /// The first folder behind the service's that can be a region.
    private void region(int service) {
        int end = folderEnd(service);
        boolean waf = isFolder(service, WAF);
        for (int i = 0; i < FOLDERS_BEFORE_REGION && end < keyEnd; i++) {
            int at = end + 1;
            end = folderEnd(at);
            if (end < keyEnd && (isRegion(at, end) || (waf && isFolder(at, CLOUDFRONT)))) {
                regionFrom = at;
                regionTo = end;
                return;
            }
        }
    }

    private void hiveRegion(int from) {
        int end = folderEnd(from);
        for (int at = from; end < keyEnd; at = end + 1, end = folderEnd(at)) {
            if (startsWith(at, end, HIVE_REGION)) {
                if (isRegion(at + HIVE_REGION.length, end)) {
                    regionFrom = at + HIVE_REGION.length;
                    regionTo = end;
                }
                return;
            }
        }
    }

    /// Regions are few and occur again and again.
    private boolean isRegion(int from, int to) {
        int length = to - from;
        if (length < Long.BYTES || length > 2 * Long.BYTES) {
            return looksLikeRegion(from, to);
        }
        long head = (long) WORD.get(key, from);
        long tail = (long) WORD.get(key, to - Long.BYTES);
        int slot = (int) ((head * HASH_FACTOR ^ tail * HASH_FACTOR) >>> -KNOWN_BITS);
        if (knownHeads[slot] == head && knownTails[slot] == tail && knownLengths[slot] == length) {
            return true;
        }
        if (!looksLikeRegion(from, to)) {
            return false;
        }
        knownHeads[slot] = head;
        knownTails[slot] = tail;
        knownLengths[slot] = length;
        return true;
    }

    /// Lower-case words and a number of one or two digits with hyphens between them, three at
    /// least: `us-east-1`, `us-gov-east-1`.
    private boolean looksLikeRegion(int from, int to) {
        if (to - from < MIN_REGION || to - from > MAX_REGION) {
            return false;
        }
        int number = isDigit(key[to - 2]) ? to - 2 : to - 1;
        if (!isDigit(key[to - 1]) || key[number - 1] != '-') {
            return false;
        }
        int hyphens = 0;
        int word = 0;
        for (int i = from; i < number; i++) {
            byte c = key[i];
            if (c >= 'a' && c <= 'z') {
                word++;
            } else if (c == '-' && word >= 2) {
                hyphens++;
                word = 0;
            } else {
                return false;
            }
        }
        return hyphens >= 2;
    }

    /// `…ACCOUNT/REGION/BUCKET/YYYY/MM/DD/YYYY-MM-DD-hh-mm-ss-UNIQUE`, read from its end. The
    /// prefix need not end in a slash, so the account may follow on anything.
    private void partitionedAccessLog(int from, int name, boolean withDay) {
        if (!isTimestamp(name) || !isUnique(name + TIMESTAMP)) {
            return;
        }
        int dayFrom = folderBefore(from, name - 1);
        int monthFrom = folderBefore(from, dayFrom - 1);
        int yearFrom = folderBefore(from, monthFrom - 1);
        int bucketFrom = folderBefore(from, yearFrom - 1);
        int region = folderBefore(from, bucketFrom - 1);
        if (region - 1 - ACCOUNT_DIGITS < from) {
            return;
        }
        int date = date(yearFrom, monthFrom - 1, monthFrom, dayFrom - 1, dayFrom, name - 1);
        int account = region - 1 - ACCOUNT_DIGITS;
        if (date > 0
                && bucketFrom < yearFrom - 1
                && isRegion(region, bucketFrom - 1)
                && areDigits(account, region - 1)) {
            accountFrom = account;
            accountTo = region - 1;
            regionFrom = region;
            regionTo = bucketFrom - 1;
            day = withDay ? date : 0;
        }
    }

    /// The first day that folders name.
    private int dayOfFolders(int from) {
        int end = folderEnd(from);
        for (int at = from; end < keyEnd; at = end + 1, end = folderEnd(at)) {
            int length = end - at;
            int found = 0;
            if (length == 4 && isDigit(key[at])) {
                found = date(at, 0, 0, 0);
            } else if (length == 9 && startsWith(at, end, HIVE_YEAR)) {
                found = date(at, HIVE_YEAR.length, HIVE_MONTH.length, HIVE_DAY.length);
            } else if (length == 10 || (length == 13 && key[at + 10] == '-')) {
                found = hyphenated(at);
            }
            if (found > 0) {
                return found;
            }
        }
        return 0;
    }

    /// The day of three folders that start at `at`, without so many characters at their starts.
    private int date(int at, int yearSkip, int monthSkip, int daySkip) {
        int yearEnd = folderEnd(at);
        int monthEnd = folderEnd(yearEnd + 1);
        int dayEnd = folderEnd(monthEnd + 1);
        boolean hive = monthSkip > 0;
        boolean named =
                startsWith(yearEnd + 1, monthEnd, HIVE_MONTH)
                        && startsWith(monthEnd + 1, dayEnd, HIVE_DAY);
        if (dayEnd >= keyEnd || (hive && !named)) {
            return 0;
        }
        return date(
                at + yearSkip,
                yearEnd,
                yearEnd + 1 + monthSkip,
                monthEnd,
                monthEnd + 1 + daySkip,
                dayEnd);
    }

    private int date(int year, int yearEnd, int month, int monthEnd, int day, int dayEnd) {
        if (yearEnd - year != 4
                || monthEnd - month < 1
                || monthEnd - month > 2
                || dayEnd - day < 1
                || dayEnd - day > 2) {
            return 0;
        }
        int y = number(year, yearEnd);
        int m = number(month, monthEnd);
        int d = number(day, dayEnd);
        boolean valid = y >= 1 && m >= 1 && m <= 12 && d >= 1;
        return valid && d <= YearMonth.of(y, m).lengthOfMonth() ? y * 10_000 + m * 100 + d : 0;
    }

    /// `YYYY-MM-DD` at `at`, or 0.
    private int hyphenated(int at) {
        return key[at + 4] == '-' && key[at + 7] == '-'
                ? date(at, at + 4, at + 5, at + 7, at + 8, at + 10)
                : 0;
    }

    /// The day in the name of an S3 access log or of a CloudFront log, or 0.
    private int dayOfName(int name) {
        int hyphen = keyEnd - 1;
        while (hyphen >= name && key[hyphen] != '-' && key[hyphen] != '.') {
            hyphen--;
        }
        if (hyphen < name) {
            return 0;
        }
        if (key[hyphen] == '-') {
            int at = hyphen - TIMESTAMP;
            return at >= name && isTimestamp(at) && isUnique(hyphen) ? hyphenated(at) : 0;
        }
        // DISTRIBUTION.YYYY-MM-DD-HH.UNIQUE.gz
        int unique = dotBefore(name, hyphen);
        int date = dotBefore(name, unique);
        return date > name && unique - date == 14 && key[date + 11] == '-'
                ? hyphenated(date + 1)
                : 0;
    }

    private int dotBefore(int from, int to) {
        int at = to - 1;
        while (at >= from && key[at] != '.') {
            at--;
        }
        return at;
    }

    /// Whether `YYYY-MM-DD-hh-mm-ss` stands at `at`.
    private boolean isTimestamp(int at) {
        if (at + TIMESTAMP > keyEnd || hyphenated(at) == 0) {
            return false;
        }
        for (int i = at + 10; i < at + TIMESTAMP; i += 3) {
            if (key[i] != '-' || !isDigit(key[i + 1]) || !isDigit(key[i + 2])) {
                return false;
            }
        }
        return true;
    }

    /// Whether a hyphen stands at `at`, and nothing but letters and digits behind it.
    private boolean isUnique(int at) {
        if (at + 1 >= keyEnd || key[at] != '-') {
            return false;
        }
        for (int i = at + 1; i < keyEnd; i++) {
            int c = key[i] | 0x20;
            if (!isDigit(key[i]) && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    /// The slash that ends the folder at `at`, or the end of the key.
    private int folderEnd(int at) {
        int i = at;
        for (; i <= keyEnd - Long.BYTES; i += Long.BYTES) {
            long slashes = (long) WORD.get(key, i) ^ SLASHES;
            long found = (slashes - ONES) & ~slashes & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < keyEnd && key[i] != '/') {
            i++;
        }
        return i;
    }

    /// Where the folder starts that the slash at `end` ends; `from` or less when there is none.
    private int folderBefore(int from, int end) {
        int i = end - 1;
        while (i >= from && key[i] != '/') {
            i--;
        }
        return i + 1;
    }

    private int lastFolderEnd(int from) {
        return folderBefore(from, keyEnd);
    }

    private boolean isFolder(int at, byte[] name) {
        int end = at + name.length;
        return end < keyEnd && key[end] == '/' && startsWith(at, end, name);
    }

    private boolean startsWith(int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (key[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean areDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(key[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /// The number that digits are, or -1.
    private int number(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(key[i])) {
                return -1;
            }
            value = value * 10 + key[i] - '0';
        }
        return value;
    }
}
