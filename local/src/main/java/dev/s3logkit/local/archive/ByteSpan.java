package dev.s3logkit.local.archive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The part of a file that `--range` asks for, in the form of HTTP (RFC 9110, section 14.1.2):
/// `A-B` with both ends inside, `A-` to the end, `-N` the last N bytes.
///
/// @param first offset of the first byte, or -1 for the last `last` bytes
/// @param last offset of the last byte, or how many bytes when `first` is -1
record ByteSpan(long first, long last) {

    static final ByteSpan ALL = new ByteSpan(0, Long.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

    /// Reads an argument.
    ///
    /// @throws IllegalArgumentException when it is none
    static ByteSpan parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches() && !text.equals("-")) {
            String from = form.group(1);
            String to = form.group(2);
            long first = from.isEmpty() ? -1 : Long.parseLong(from);
            long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
            if ((first <= last && last != 0) || first == 0) {
                return new ByteSpan(first, last);
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no range: expected A-B with A ≤ B, A- or -N".formatted(text));
    }

    /// Offset of the first byte in a file of this size; its size or more when the file has none.
    long start(long size) {
        return first < 0 ? Math.max(0, size - last) : first;
    }

    /// Offset behind the last byte in a file of this size.
    long end(long size) {
        return first < 0 || last >= size ? size : last + 1;
    }

    /// For picocli.
    static final class Converter implements ITypeConverter<ByteSpan> {
        @Override
        public ByteSpan convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
