package dev.s3logkit.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Answers what its URL's path asks for.
public final class UrlHandler implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        output.write(answer(event).getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String event) {
        if (event.contains("\"rawPath\":\"/event")) {
            return body(event.getBytes(StandardCharsets.UTF_8));
        }
        if (event.contains("\"rawPath\":\"/most")) {
            return body(new byte[4_500_000]);
        }
        if (event.contains("\"rawPath\":\"/more")) {
            return body(new byte[4_800_000]);
        }
        if (event.contains("\"rawPath\":\"/headers")) {
            return "{\"statusCode\":201,\"headers\":{\"content-length\":\"77\",\"x-own\":\"o\"},\"body\":\"text\"}";
        }
        if (event.contains("\"rawPath\":\"/none")) {
            return "no JSON";
        }
        throw new UnsupportedOperationException("asked to explode");
    }

    private static String body(byte[] body) {
        return "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\""
                + Base64.getEncoder().encodeToString(body)
                + "\"}";
    }
}
