package dev.s3logkit.objectlambda.bucket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes of an object are answered.
///
/// @param partial whether a range or a part was asked for
record Selection(long offset, long length, boolean partial) {

    private static final Pattern RANGE = Pattern.compile("bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)");

    /// Numbers with more digits are past the end of everything.
    private static final int MAX_DIGITS = 18;

    private static final int MAX_PARTS = 10_000;

    /// @throws S3Error `InvalidRange`, `InvalidPartNumber`, `InvalidArgument` or `InvalidRequest`
    static Selection of(ObjectRequest request, long size) throws S3Error {
        if (request.partNumber() != null) {
            if (request.range() != null) {
                throw new S3Error(
                        400,
                        "InvalidRequest",
                        "Cannot specify both Range header and partNumber query parameter");
            }
            return part(request.partNumber(), size);
        }
        return range(request.range(), size);
    }

    /// Every object is one part.
    private static Selection part(String text, long size) throws S3Error {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1 || number > MAX_PARTS) {
            throw S3Error.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    text);
        }
        if (number > 1) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("ActualPartCount", "1");
            details.put("PartNumberRequested", text);
            throw new S3Error(
                    416,
                    "InvalidPartNumber",
                    "The requested partnumber is not satisfiable",
                    details,
                    Map.of());
        }
        return new Selection(0, size, size > 0);
    }

    /// What is no single range of bytes is ignored, as RFC 9110 and S3 have it.
    private static Selection range(@Nullable String header, long size) throws S3Error {
        Selection whole = new Selection(0, size, false);
        if (header == null) {
            return whole;
        }
        Matcher range = RANGE.matcher(header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return whole;
        }
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (range.group(1).isEmpty()) {
            long length = Math.min(size, last);
            return satisfied(header, size - length, length, size);
        }
        long first = number(range.group(1));
        if (first > last) {
            return whole;
        }
        return satisfied(header, first, Math.min(last, size - 1) - first + 1, size);
    }

    private static Selection satisfied(String header, long offset, long length, long size)
            throws S3Error {
        if (length <= 0) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("RangeRequested", header);
            details.put("ActualObjectSize", Long.toString(size));
            throw new S3Error(
                    416,
                    "InvalidRange",
                    "The requested range is not satisfiable",
                    details,
                    Map.of("content-range", "bytes */" + size));
        }
        return new Selection(offset, length, true);
    }

    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > MAX_DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(significant);
    }
}
