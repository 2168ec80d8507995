import dev.s3logkit.common.s3.OrderedFetch;
import dev.s3logkit.common.s3.OrderedFetch.Fetched;
import dev.s3logkit.common.s3.OrderedFetch.Limits;
import dev.s3logkit.common.s3.OrderedFetch.Wanted;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads objects as the rollup and the compressor do, and prints how many bytes they had.
final class S3Gets {

    private S3Gets() {}

    public static void main(String[] arguments) throws IOException {
        int objects = Integer.parseInt(arguments[0]);
        int concurrency = Integer.parseInt(arguments[1]);
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            wanted.add(new Wanted(new S3Uri("bench-logs", "logs/2026-11-20-" + i), 3072, null));
        }
        long bytes = 0;
        Limits limits = new Limits(concurrency, 64 << 20, 1 << 20);
        try (S3ObjectStore store = S3ObjectStore.create(System.getenv(), concurrency);
                OrderedFetch fetch = new OrderedFetch(store, wanted.iterator(), limits)) {
            for (int i = 0; i < objects; i++) {
                bytes +=
                        switch (fetch.next().orElseThrow()) {
                            case Fetched.Whole whole -> whole.content().length;
                            case Fetched.Opened opened -> opened.body().readAllBytes().length;
                            case Fetched.Failed failed -> throw failed.failure();
                        };
            }
        }
        System.out.println(bytes);
    }
}
