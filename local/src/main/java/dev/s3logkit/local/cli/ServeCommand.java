package dev.s3logkit.local.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.local.archive.ArchiveContext;
import dev.s3logkit.local.serve.ArchiveEndpoint;
import dev.s3logkit.local.serve.CacheFolder;
import dev.s3logkit.objectlambda.BucketSetup;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.mapping.MappingLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `archive serve`: an S3 endpoint over archives until it is stopped.
@Command(
        name = "serve",
        description = {
            "Serves the files of archives as the objects of a bucket, to any S3 client on this"
                    + " machine, until you press Ctrl-C. Credentials are not checked. Nothing can be"
                    + " changed through it.",
            "Only what is asked for is read from the archives; it is kept in S3ARCHIVEFS_CACHE_DIR,"
                    + " or without that in a folder that is removed at the end.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit archive serve --map 'logs/2026|s3://my-logs/2026.sqfs' --port 9090",
            "  aws --endpoint-url http://127.0.0.1:9090 s3 ls --recursive s3://archives/logs/2026/",
            "  aws --endpoint-url http://127.0.0.1:9090 s3 sync s3://archives/logs/2026/app app-logs"
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    private final ArchiveContext context;

    @Option(
            names = "--map",
            paramLabel = "PREFIX|URL",
            description =
                    "puts an archive behind a prefix of the bucket: 'virtual/prefix|s3://bucket/object';"
                            + " may be given several times. S3ARCHIVEFS_PREFIX_VMAP1 to 20 and"
                            + " S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE count, too")
    private List<String> maps = new ArrayList<>();

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            defaultValue = "archives",
            description = "what the bucket is called (default: archives)")
    private String bucketName = "archives";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "listens on this port (default: any that is free)")
    private int port;

    ServeCommand(ArchiveContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new IOException("--port %d: expected 1 to %d".formatted(port, MAX_PORT));
        }
        Map<String, String> environment = new HashMap<>(context.environment().get());
        List<MappingLine> lines =
                maps.stream().map(line -> new MappingLine("--map", line)).toList();
        PrintStream err = context.streams().err();
        try (StopSignal stop = new StopSignal();
                CacheFolder cache = CacheFolder.of(environment);
                S3ObjectStore store = S3ObjectStore.create(environment);
                VirtualBucket bucket =
                        BucketSetup.open(
                                bucketName,
                                cache.variables(),
                                lines,
                                store,
                                (archive, e) -> err.println(archive + ": " + e.getMessage()));
                ArchiveEndpoint endpoint = ArchiveEndpoint.start(bucket, port)) {
            if (bucket.map().mappings().isEmpty()) {
                throw new IOException("nothing to serve: name an archive with --map");
            }
            tell(endpoint, bucket);
            stop.await();
            err.println("stopping");
        }
        return 0;
    }

    private void tell(ArchiveEndpoint endpoint, VirtualBucket bucket) throws IOException {
        PrintStream out = new PrintStream(context.streams().out(), true, StandardCharsets.UTF_8);
        String url = endpoint.endpoint().toString();
        if (context.json().getAsBoolean()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("endpoint", url);
            all.put("bucket", bucket.name());
            Map<String, String> mapped = new LinkedHashMap<>();
            bucket.map().mappings().forEach(m -> mapped.put(m.prefix(), m.archive().toString()));
            all.put("mappings", mapped);
            out.println(JSON.std.asString(all));
        } else {
            bucket.map()
                    .mappings()
                    .forEach(
                            m ->
                                    out.printf(
                                            "s3://%s/%s  %s%n",
                                            bucket.name(), m.prefix(), m.archive()));
            out.println("aws --endpoint-url %s s3 ls s3://%s/".formatted(url, bucket.name()));
        }
        context.streams().err().println("serving on " + url + "; press Ctrl-C to stop");
    }
}
