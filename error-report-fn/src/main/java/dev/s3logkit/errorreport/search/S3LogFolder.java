package dev.s3logkit.errorreport.search;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/// Application logs in a bucket.
public final class S3LogFolder implements LogFolder {

    private final ObjectStore store;
    private final S3Uri logs;

    /// @param store not closed with this
    /// @param prefix in front of `logs/`: empty, or ending in `/`
    public S3LogFolder(ObjectStore store, String bucket, String prefix) {
        this.store = store;
        this.logs = new S3Uri(bucket, prefix + "logs/");
    }

    @Override
    public void list(String application, Predicate<String> day, Visitor visitor)
            throws IOException {
        int star = application.indexOf('*');
        String start = star < 0 ? application + "/" : application.substring(0, star);
        store.list(
                new S3Uri(logs.bucket(), logs.key() + start),
                object -> {
                    LogObject log =
                            LogObject.of(object.uri().toString(), null, object.lastModified());
                    if (log.recognised()
                            && day.test(log.day())
                            && Rule.named(application, log.application())) {
                        visitor.visit(
                                new Log(
                                        log.name(),
                                        log.application(),
                                        log.day(),
                                        log.modified(),
                                        object.size()));
                    }
                });
    }

    @Override
    public InputStream open(Log log) throws IOException {
        return store.open(S3Uri.parse(log.name()));
    }
}
