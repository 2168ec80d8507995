package dev.s3logkit.objectlambda;

import dev.s3logkit.objectlambda.bucket.ListRequest;
import dev.s3logkit.objectlambda.bucket.S3Error;
import dev.s3logkit.objectlambda.bucket.S3Question;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/// Warms a bucket up before SnapStart takes its picture: a listing and a request for a file of each
/// archive load the classes, fill the cache and keep the archives open, so that what is restored
/// has the indexes of the archives at hand. The bucket asks S3 again whether an archive is still
/// the same, as it does of any that it has open for a while.
final class Priming implements Resource {

    private static final int KEYS = 10;

    private final VirtualBucket bucket;

    private Priming(VirtualBucket bucket) {
        this.bucket = bucket;
    }

    /// Warms the bucket up at each checkpoint. Where nothing takes pictures nothing happens.
    ///
    /// @return what has to be held, since the registration holds it weakly
    static Priming register(VirtualBucket bucket) {
        Priming priming = new Priming(bucket);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        warm();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // What is kept open is judged when it is used.
    }

    /// Failures are left to the requests that will meet them: an archive that is missing today must
    /// not stop a deployment.
    void warm() {
        bucket.handle(new S3Question("GET", bucket.name(), "", List.of(), Map.of(), "checkpoint"));
        for (var mapping : bucket.map().mappings()) {
            ListRequest some =
                    new ListRequest(2, mapping.prefix(), "", "", null, KEYS, false, false);
            try {
                bucket.list(some);
            } catch (S3Error e) {
                // Logged by the bucket.
            }
        }
    }
}
