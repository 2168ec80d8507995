package dev.s3logkit.local.cost;

import java.util.EnumMap;
import java.util.Map;

/// List prices, or others in their place.
final class Prices {

    private static final double MILLION = 1e6;
    private static final double BYTES_PER_GB = 1e9;

    private final Map<Price, Double> usd = new EnumMap<>(Price.class);

    /// @param others USD, finite and not negative
    Prices(Map<Price, Double> others) {
        for (Price price : Price.values()) {
            double value = others.getOrDefault(price, price.usd());
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException(
                        "a price of %s for %s: expected 0 or more"
                                .formatted(value, price.option()));
            }
            usd.put(price, value);
        }
    }

    double of(Price price) {
        return usd.getOrDefault(price, price.usd());
    }

    double gets(double requests) {
        return requests / 1000 * of(Price.S3_GET);
    }

    double puts(double requests) {
        return requests / 1000 * of(Price.S3_PUT);
    }

    /// @param seconds on one virtual CPU, which comes with 1,769 MB of memory
    double compute(double seconds, double invocations) {
        return seconds * 1.769 * of(Price.LAMBDA_DURATION)
                + invocations / MILLION * of(Price.LAMBDA_REQUEST);
    }

    double messages(double requests) {
        return requests / MILLION * of(Price.SQS_REQUEST);
    }

    double gigabytes(double bytes, Price price) {
        return bytes / BYTES_PER_GB * of(price);
    }
}
