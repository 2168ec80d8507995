package dev.s3logkit.rollup.find;

import dev.s3logkit.common.s3.ByteRange;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Lists logs that are nowhere: below every prefix one folder, with so many logs of each day.
final class GeneratedStore implements ObjectStore {

    private final int days;
    private final int logsOfDay;
    private final LongUnaryOperator size;

    /// @param size bytes of a log by its number in the day
    GeneratedStore(int days, int logsOfDay, LongUnaryOperator size) {
        this.days = days;
        this.logsOfDay = logsOfDay;
        this.size = size;
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        for (int day = 1; day <= days; day++) {
            for (int i = 0; i < logsOfDay; i++) {
                String name = "2022-07-%02d-00-00-00-%016X".formatted(day, i);
                visitor.visit(
                        new ObjectInfo(
                                prefix.append(name),
                                size.applyAsLong(i),
                                "%032x".formatted(i),
                                Instant.parse("2022-08-01T00:00:00Z"),
                                Map.of()));
            }
        }
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> region(String bucket) {
        return Optional.of("eu-west-1");
    }

    @Override
    public RequestCounts requests() {
        return new RequestCounts(0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
