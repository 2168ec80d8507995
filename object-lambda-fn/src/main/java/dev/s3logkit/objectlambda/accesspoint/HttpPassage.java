package dev.s3logkit.objectlambda.accesspoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Sends requests on over HTTP.
public final class HttpPassage implements Passage, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// S3 sends the head of an answer within seconds.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// Made by the client itself.
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "expect", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    @Override
    public Passed send(String method, String url, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url));
        } catch (IllegalArgumentException e) {
            // Not as the cause: the URL holds a signature.
            throw new IOException("inputS3Url is no URL");
        }
        request.timeout(TIMEOUT).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(
                (name, value) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        request.header(name, value);
                    }
                });
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the access point was asked");
        }
        Map<String, String> answered = new HashMap<>();
        response.headers()
                .map()
                .forEach(
                        (name, values) ->
                                answered.put(
                                        name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return new Passed(
                response.statusCode(),
                answered,
                response.headers().firstValueAsLong("content-length").orElse(-1),
                response.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
