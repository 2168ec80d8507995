package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.staging.SourceId;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;

/// A log object, or a tarball of log objects, in S3.
public record S3LogSource(ObjectStore store, S3Uri uri) implements LogSource {

    /// Where the entries of a tarball were objects: beside it.
    public static S3Uri entryPrefix(S3Uri tarball) {
        return TarballEntries.prefix(tarball);
    }

    @Override
    public String name() {
        return uri.toString();
    }

    @Override
    public void stage(Intake intake) throws IOException {
        try (ObjectStream body = store.open(uri)) {
            ObjectInfo info = body.info();
            if (TarReader.isTarball(uri.key())) {
                TarballEntries.stage(intake, name(), body, entryPrefix(uri), info.lastModified());
            } else {
                SourceId id = new SourceId(uri.bucket(), uri.key(), info.etag());
                try (InputStream lines = Decompression.open(body, name())) {
                    intake.take(name(), info.lastModified(), lines, () -> id);
                }
            }
        }
    }
}
