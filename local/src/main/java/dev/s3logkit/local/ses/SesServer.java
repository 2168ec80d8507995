package dev.s3logkit.local.ses;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import dev.s3logkit.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The part of SES v2 that sends simple mails: `POST /v2/email/outbound-emails`.
public final class SesServer implements AutoCloseable {

    private static final String PATH = "/v2/email/outbound-emails";

    /// Of a whole request; SES takes mails of 40 MB.
    private static final int MAX_REQUEST = 56 << 20;

    private static final int MAX_RECIPIENTS = 50;

    private final LoopbackServer server;
    private final Outbox outbox;
    private final String region;
    private volatile Delivery.Choice choice = Delivery::byDomain;

    private SesServer(LoopbackServer server, Outbox outbox, String region) {
        this.server = server;
        this.outbox = outbox;
        this.region = region;
    }

    /// Starts to listen on this machine only.
    ///
    /// @param port 0 for any that is free
    public static SesServer start(int port, Outbox outbox, String region) throws IOException {
        LoopbackServer server = LoopbackServer.bind(port, "--port-base");
        SesServer ses = new SesServer(server, outbox, region);
        server.serve(ses::handle);
        return ses;
    }

    /// Where it listens.
    public URI endpoint() {
        return server.endpoint();
    }

    /// Where mails go.
    public Outbox outbox() {
        return outbox;
    }

    /// Chooses what becomes of mails from now on.
    public void deliver(Delivery.Choice next) {
        choice = next;
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)
                    || !exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 404, "NotFoundException", "only mails are sent here");
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST + 1);
            if (body.length > MAX_REQUEST) {
                refuse(exchange, 400, "MessageRejected", "the mail is too large");
                return;
            }
            try {
                send(exchange, JSON.std.mapFrom(body));
            } catch (JacksonException e) {
                refuse(exchange, 400, "BadRequestException", "this is not JSON");
            }
        }
    }

    private void send(HttpExchange exchange, Map<String, Object> request) throws IOException {
        List<String> to = texts(at(request, "Destination", "ToAddresses"));
        String subject = text(at(request, "Content", "Simple", "Subject", "Data"));
        String html = text(at(request, "Content", "Simple", "Body", "Html", "Data"));
        String plain = text(at(request, "Content", "Simple", "Body", "Text", "Data"));
        String from = text(request.get("FromEmailAddress"));
        if (to.isEmpty() || to.size() > MAX_RECIPIENTS || from.isEmpty()) {
            refuse(
                    exchange,
                    400,
                    "BadRequestException",
                    "a sender and 1 to 50 recipients are needed");
            return;
        }
        if (html.isEmpty() && plain.isEmpty()) {
            refuse(exchange, 400, "BadRequestException", "only simple mails with a body run here");
            return;
        }
        switch (choice.of(to)) {
            case ACCEPTED -> {
                String id = UUID.randomUUID().toString();
                keep(id, from, to, request, subject, html, plain);
                answer(exchange, 200, Map.of("MessageId", id));
            }
            case ACCEPTED_AND_LOST ->
                    // Closing without an answer breaks the connection.
                    keep(UUID.randomUUID().toString(), from, to, request, subject, html, plain);
            case LOST -> {}
            case REFUSED ->
                    refuse(
                            exchange,
                            400,
                            "MessageRejected",
                            "Email address is not verified. The following identities failed the"
                                    + " check in region %s: %s"
                                            .formatted(
                                                    region.toUpperCase(Locale.ROOT),
                                                    String.join(", ", to)));
            case THROTTLED ->
                    refuse(
                            exchange,
                            429,
                            "TooManyRequestsException",
                            "Maximum sending rate exceeded.");
            case FAILED -> refuse(exchange, 500, "InternalFailure", "try again later");
        }
    }

    private void keep(
            String id,
            String from,
            List<String> to,
            Map<String, Object> request,
            String subject,
            String html,
            String plain)
            throws IOException {
        outbox.add(id, from, to, texts(request.get("ReplyToAddresses")), subject, html, plain);
    }

    private static @Nullable Object at(Map<String, Object> json, String... path) {
        Object node = json;
        for (String name : path) {
            node = node instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return node;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static void refuse(HttpExchange exchange, int status, String type, String message)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-errortype", type);
        answer(exchange, status, Map.of("message", message));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> json)
            throws IOException {
        byte[] body = JSON.std.asBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
