package dev.s3logkit.common.io;

import java.io.IOException;

/// Takes a file whose beginning is known last, such as a table of what follows it: first the body,
/// piece by piece, then the head, which stands in front of the body. Not safe for use by several
/// threads.
///
/// Whoever made the output makes the file visible, or discards it.
public interface HeadLastOutput {

    /// Takes the next `length` bytes of the body.
    ///
    /// @param bytes may be changed by the caller afterwards
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Takes the head, once, when the body is complete; nothing may be written afterwards.
    ///
    /// @param head not copied; the caller does not change it any more
    void finish(byte[] head) throws IOException;
}
