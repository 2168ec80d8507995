package dev.s3logkit.common;

/// The input is of the expected format and damaged.
public final class CorruptedInputException extends FormatException {

    private static final long serialVersionUID = 1L;

    private final long offset;

    /// @param offset byte offset in the input at which the damage was found, or -1 when unknown; a
    ///   known offset is added to the message
    public CorruptedInputException(String message, long offset) {
        super(withOffset(message, offset));
        this.offset = offset;
    }

    /// As [#CorruptedInputException(String, long)], keeping what a library reported.
    public CorruptedInputException(String message, long offset, Throwable cause) {
        super(withOffset(message, offset), cause);
        this.offset = offset;
    }

    private static String withOffset(String message, long offset) {
        return offset < 0 ? message : message + " (offset " + offset + ")";
    }

    /// Byte offset of the damage in the input, or -1 when unknown.
    public long offset() {
        return offset;
    }
}
