package dev.s3logkit.common;

/// The input asks for more than a bound allows.
public final class LimitExceededException extends FormatException {

    private static final long serialVersionUID = 1L;

    private final long needed;
    private final long allowed;

    /// @param what what is bounded, with its unit, such as `"length of a block, bytes"`
    public LimitExceededException(String what, long needed, long allowed) {
        super(what + ": needs " + needed + ", allowed " + allowed);
        this.needed = needed;
        this.allowed = allowed;
    }

    /// What the input asked for, in the unit that the message names.
    public long needed() {
        return needed;
    }

    /// The bound, in the unit that the message names.
    public long allowed() {
        return allowed;
    }
}
