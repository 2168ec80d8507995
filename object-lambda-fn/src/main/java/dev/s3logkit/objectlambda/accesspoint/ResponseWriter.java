package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.objectlambda.accesspoint.AccessPointEvent.Operation;
import java.io.IOException;

/// Sends the answer of a GetObject to who asked for it.
@FunctionalInterface
public interface ResponseWriter {

    /// Sends one answer; its body is read while it is sent.
    ///
    /// @throws IOException when the content cannot be read, or not be sent: then the caller gets
    ///   less than was promised, and notices
    void write(Operation.GetObject target, ObjectResponse response) throws IOException;
}
