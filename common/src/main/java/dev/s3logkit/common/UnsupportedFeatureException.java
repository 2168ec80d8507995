package dev.s3logkit.common;

/// The input is valid and uses a feature that is not supported; the message names the feature.
public final class UnsupportedFeatureException extends FormatException {

    private static final long serialVersionUID = 1L;

    public UnsupportedFeatureException(String message) {
        super(message);
    }
}
