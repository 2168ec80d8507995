package dev.s3logkit.common.s3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sends a GET as it is, whatever S3 makes of it. Safe for use by any number of threads.
interface ObjectGets {

    /// Opens an object, or a range of it.
    ///
    /// @param range null for the whole object
    /// @param ifMatch ETag without quotes; null for any
    /// @throws RangeNotSatisfiableException also for every range of an empty object
    /// @throws ObjectChangedException which need not know the ETag that was found
    ObjectStream get(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException;
}
