package dev.s3logkit.local.logs;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Sizes such as `700`, `64k`, `1g` (powers of 1000) or `256mi` (powers of 1024).
public final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:([kmgt])(i)?)?b?");

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is not a size such as 700, 64k, 1g or 256mi");
        }
        int power = size.group(2) == null ? 0 : 1 + "kmgt".indexOf(size.group(2));
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= size.group(3) == null ? 1000 : 1024;
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + value + "' is too large");
        }
    }
}
