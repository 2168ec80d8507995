package dev.s3logkit.local.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.logs.Streams;
import dev.s3logkit.local.stack.LocalAws;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// How other programs find the embedded AWS.
///
/// @param functionLog what the functions log to
record Endpoints(LocalAws aws, Path functionLog) {

    /// Writes it as lines for a shell, or as one JSON object.
    void tell(Streams streams, boolean json) throws IOException {
        PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
        Map<String, String> buckets = new LinkedHashMap<>();
        aws.template().buckets().forEach(b -> buckets.put(b.logicalId(), b.name()));
        Map<String, String> queues = new LinkedHashMap<>();
        aws.template()
                .queues()
                .forEach(q -> queues.put(q.logicalId(), aws.queueUrl(q.logicalId())));
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("environment", aws.clientVariables());
            all.put("buckets", buckets);
            all.put("queues", queues);
            all.put("mails", aws.ses().outbox().folder().toString());
            Map<String, String> urls = new LinkedHashMap<>();
            aws.functionUrls().forEach((id, url) -> urls.put(id, url.toString()));
            all.put("function_urls", urls);
            all.put("access_points", accessPoints());
            all.put("function_log", functionLog.toString());
            out.println(JSON.std.asString(all));
        } else {
            tell(out, buckets, queues);
        }
        streams.err().println("the functions log to " + functionLog);
        streams.err().println("running; press Ctrl-C to stop");
    }

    private void tell(PrintStream out, Map<String, String> buckets, Map<String, String> queues) {
        out.println("# In another terminal:");
        aws.clientVariables().forEach((name, value) -> out.println("export " + name + "=" + value));
        out.println("#");
        buckets.forEach((id, name) -> out.printf("# %-26s s3://%s%n", id, name));
        queues.forEach((id, url) -> out.printf("# %-26s %s%n", id, url));
        out.printf("# %-26s %s%n", "mails", aws.ses().outbox().folder());
        aws.functionUrls().forEach((id, url) -> out.printf("# %-26s %s%n", id, url));
        accessPoints().forEach((id, url) -> out.printf("# %-26s %s%n", id, url));
        aws.secrets().forEach((arn, text) -> out.printf("# %s holds %s%n", arn, text));
        out.println("#");
        out.println("# Try:");
        buckets.values().stream()
                .limit(1)
                .forEach(b -> out.println("#   aws s3 cp access.log s3://" + b + "/"));
        buckets.values().forEach(b -> out.println("#   aws s3 ls --recursive s3://" + b + "/"));
        out.println(
                "# An AWS command line of before 2023 wants --endpoint-url \"$AWS_ENDPOINT_URL_S3\".");
    }

    /// URLs of the Object Lambda access points, path style, by their logical ids.
    private Map<String, String> accessPoints() {
        Map<String, String> urls = new LinkedHashMap<>();
        aws.template()
                .objectLambdas()
                .forEach(
                        spec ->
                                urls.put(
                                        spec.logicalId(),
                                        aws.objectLambdaEndpoint() + "/" + spec.name()));
        return urls;
    }
}
