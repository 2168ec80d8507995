import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.awssdk.S3Server;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.serve.ArchiveEndpoint;
import dev.s3logkit.objectlambda.BucketSetup;
import dev.s3logkit.objectlambda.bucket.ListRequest;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Measures the endpoint of `archive serve` against the embedded S3 with the same objects, both in
/// this process. Arguments: a folder to work in, `--rounds N`, `--server COMMAND…` for a process
/// that serves with 64 MiB of heap.
public final class ServeBench {

    private static final int FILES = 1_000;
    private static final int SMALL = 3 << 10;
    private static final int LARGE = 200 << 20;
    private static final int CLIENTS = 64;
    private static final String STORED = "stored";

    private final Path work;
    private final int rounds;
    private final S3Server s3;
    private final Map<String, String> environment = new HashMap<>();

    private ServeBench(Path work, int rounds) throws IOException {
        this.work = work;
        this.rounds = rounds;
        EmbeddedStore objects = EmbeddedStore.inFolder(work.resolve("s3"), change -> {});
        objects.createBucket(STORED);
        objects.createBucket("archives");
        s3 = S3Server.start(objects, "us-east-1", 0, Faults.none());
        environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("S3ARCHIVEFS_PREFIX_VMAP1", "v|s3://" + STORED + "/image.sqfs");
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("http.maxConnections", Integer.toString(CLIENTS));
        Path work = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        List<String> server = List.of(args).subList(2, args.length);
        ServeBench bench = new ServeBench(work, rounds);
        bench.image();
        bench.cold();
        bench.warm();
        bench.large(server);
        System.exit(0);
    }

    private static String name(int i) {
        return "small/%04d.log".formatted(i);
    }

    private void image() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree/small")).getParent();
        Random random = new Random(3);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[SMALL];
            random.nextBytes(content);
            Files.write(tree.resolve(name(i)), content);
            send("PUT", s3.endpoint() + "/archives/v/" + name(i), content);
        }
        try (var out = Files.newOutputStream(tree.resolve("large.bin"))) {
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < LARGE; i += part.length) {
                random.nextBytes(part);
                out.write(part);
            }
        }
        Process pack =
                new ProcessBuilder("mksquashfs", tree.toString(), work + "/image.sqfs", "-comp", "zstd",
                                "-noappend", "-quiet", "-no-progress")
                        .inheritIO()
                        .start();
        if (pack.waitFor() != 0) {
            throw new IOException("mksquashfs failed");
        }
        send("PUT", s3.endpoint() + "/" + STORED + "/image.sqfs",
                Files.readAllBytes(work.resolve("image.sqfs")));
    }

    private VirtualBucket bucket(String cache, S3ObjectStore store) throws IOException {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("S3ARCHIVEFS_CACHE_DIR", work.resolve(cache).toString());
        return BucketSetup.open("archives", variables, store,
                (archive, failure) -> System.err.println(archive + ": " + failure));
    }

    private void cold() throws Exception {
        try (S3ObjectStore store = S3ObjectStore.create(environment);
                VirtualBucket bucket = bucket("cold", store);
                ArchiveEndpoint endpoint = ArchiveEndpoint.start(bucket, 0)) {
            long start = System.nanoTime();
            get(endpoint.endpoint() + "/archives/v/" + name(77));
            report("cold GET of 3 KB", "%d range requests, %d HEAD, %.1f ms".formatted(
                    store.requests().get(), store.requests().head(), (System.nanoTime() - start) / 1e6));
        }
    }

    private void warm() throws Exception {
        try (S3ObjectStore store = S3ObjectStore.create(environment);
                VirtualBucket bucket = bucket("warm", store);
                ArchiveEndpoint endpoint = ArchiveEndpoint.start(bucket, 0)) {
            String ours = endpoint.endpoint() + "/archives/v/";
            String plain = s3.endpoint() + "/archives/v/";
            long[] oursTook = new long[rounds];
            long[] plainTook = new long[rounds];
            for (int i = -rounds / 2; i < rounds; i++) {
                String name = name(Math.floorMod(i * 7, FILES));
                long a = timed(() -> get(plain + name));
                long b = timed(() -> get(ours + name));
                if (i >= 0) {
                    plainTook[i] = a;
                    oursTook[i] = b;
                }
            }
            double ratio = percentile(oursTook, 50) / percentile(plainTook, 50);
            report("warm GET of 3 KB, archive", shown(oursTook));
            report("warm GET of 3 KB, plain object", shown(plainTook));
            report("ratio of the medians", "%.2f (goal 1.50)".formatted(ratio));
            long[] pages = new long[60];
            long[] core = new long[60];
            for (int i = -20; i < pages.length; i++) {
                long page = timed(() -> get(endpoint.endpoint()
                        + "/archives?list-type=2&prefix=v/small/&delimiter=/&encoding-type=url"));
                long bare = timed(() -> bucket.list(ListRequest.of("v/small/")).keyCount());
                if (i >= 0) {
                    pages[i] = page;
                    core[i] = bare;
                }
            }
            report("listing of 1,000 keys, over HTTP", shown(pages) + " (goal 20 ms)");
            report("listing of 1,000 keys, without HTTP", shown(core));
            parallel("64 clients, archive", ours);
            parallel("64 clients, plain objects", plain);
        }
    }

    private void parallel(String what, String base) throws Exception {
        int each = Math.max(20, rounds / 20);
        AtomicLong errors = new AtomicLong();
        List<Callable<long[]>> clients = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            Random random = new Random(c);
            clients.add(() -> {
                long[] took = new long[each];
                for (int i = 0; i < each; i++) {
                    String name = name(random.nextInt(FILES));
                    try {
                        took[i] = timed(() -> get(base + name));
                    } catch (IOException e) {
                        errors.incrementAndGet();
                    }
                }
                return took;
            });
        }
        List<Long> all = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (Future<long[]> client : threads.invokeAll(clients)) {
                for (long took : client.get()) {
                    all.add(took);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] took = all.stream().mapToLong(Long::longValue).toArray();
        report(what, "%,.0f requests/s, %s, %d errors".formatted(
                took.length / seconds, shown(took), errors.get()));
    }

    /// A process of its own, so that its heap is what it is given.
    private void large(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process server = builder.start();
        try (var out = server.inputReader()) {
            out.readLine();
            String url = out.readLine().split(" ")[2];
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                long bytes = get(url + "/archives/v/large.bin");
                double seconds = (System.nanoTime() - start) / 1e9;
                if (bytes != LARGE) {
                    throw new IOException(bytes + " bytes");
                }
                report("200 MiB with 64 MiB of heap", "%.2f s, %.0f MB/s".formatted(seconds, bytes / seconds / 1e6));
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static long timed(Callable<?> work) throws IOException {
        long start = System.nanoTime();
        try {
            work.call();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        return System.nanoTime() - start;
    }

    private static double percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private static String shown(long[] nanos) {
        return "p50 %.2f ms, p99 %.2f ms".formatted(percentile(nanos, 50), percentile(nanos, 99));
    }

    private static void report(String what, String result) {
        System.out.printf("%-40s %s%n", what, result);
    }

    private static long get(String url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (connection.getResponseCode() != 200) {
            throw new IOException(url + ": " + connection.getResponseCode());
        }
        long bytes = 0;
        byte[] part = new byte[64 << 10];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                bytes += n;
            }
        }
        return bytes;
    }

    private static void send(String method, String url, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException(url + ": " + connection.getResponseCode());
        }
        connection.getInputStream().close();
    }
}
