package dev.s3logkit.common.accesslog;

import org.jspecify.annotations.Nullable;

/// What makes a generated line hard to read; every such line is legal.
enum LineTrap {
    NONE,
    TWO_SPACES,
    SPACES_IN_REQUESTER,
    ENCODED_TWICE,
    QUOTES_IN_URI,
    QUOTES_IN_REFERER,
    OTHER_ZONE,
    OLD_LINE,
    EMPTY_AGENT(""),
    QUOTED_AGENT("\"pear\" and \" \"more\""),
    JSON_AGENT("pip/24 {\"ci\":null,\"cpu\":\"x86_64\",\"python\":[\"3\", \"12\"]}"),
    RAW_AGENT("a\\\" \t \u0000 \u00FF\u00FE \u00C3\u00A9"),
    TRAILING_SPACE(null, " "),
    CARRIAGE_RETURN(null, "\r"),
    NEW_FIELDS(null, " v2 -"),
    NEW_QUOTED_FIELDS(null, " \"added later\" -");

    private static final LineTrap[] ALL = values();

    private final @Nullable String userAgent;
    private final String end;

    LineTrap() {
        this(null, "");
    }

    LineTrap(String userAgent) {
        this(userAgent, "");
    }

    LineTrap(@Nullable String userAgent, String end) {
        this.userAgent = userAgent;
        this.end = end;
    }

    /// One that is not [#NONE].
    static LineTrap of(long random) {
        return ALL[1 + (int) ((random >>> 33) % (ALL.length - 1))];
    }

    /// What stands in place of the user agent, one byte for each char.
    @Nullable String userAgent() {
        return userAgent;
    }

    /// What follows the last field.
    String end() {
        return end;
    }
}
