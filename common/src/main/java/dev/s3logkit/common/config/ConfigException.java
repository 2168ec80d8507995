package dev.s3logkit.common.config;

/// A setting that cannot be used: the message names the variable, its value and what is allowed.
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param allowed completes the sentence "expected …"
    public ConfigException(String variable, String value, String allowed) {
        super("%s is '%s': expected %s".formatted(variable, value, allowed));
    }

    /// As [#ConfigException(String, String, String)], keeping what a library reported.
    public ConfigException(String variable, String value, String allowed, Throwable cause) {
        super("%s is '%s': expected %s".formatted(variable, value, allowed), cause);
    }

    /// A value that its parser refused with a message that names value and forms.
    public ConfigException(String variable, IllegalArgumentException refusal) {
        super(variable + ": " + refusal.getMessage(), refusal);
    }
}
