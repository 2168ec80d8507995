package dev.s3logkit.errorreport.store;

import static dev.s3logkit.errorreport.store.DynamoTable.number;
import static dev.s3logkit.errorreport.store.DynamoTable.text;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Mails in the table that holds the errors, see [ItemKeys] for the keys. A mail whose fate is open
/// stands in the index, too, and leaves it with its fate.
public final class DynamoMailLedger implements MailLedger {

    /// Far longer than a window can be tried again: state machines can for two weeks.
    private static final Duration KEEP = Duration.ofDays(90);

    private static final int MOST_UNKNOWN = 100;

    private static final String OPEN = "OPEN";
    private static final String SENT = "SENT";
    private static final String SETTLED = "SETTLED";

    private final DynamoTable table;
    private final Clock clock;

    /// @param table not closed with this
    public DynamoMailLedger(DynamoTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Claim claim(MailKey mail) throws IOException {
        // A claim of which only the answer was lost is met again when it is sent again.
        String token = UUID.randomUUID().toString();
        Map<String, AttributeValue> item = new HashMap<>(key(mail));
        item.put("state", text(OPEN));
        item.put("token", text(token));
        item.put("claimed_at", text(clock.instant().toString()));
        item.put("index_pk", text(ItemKeys.openMails(mail.reportId(), mail.recipientGroup())));
        item.put("index_sk", text(ItemKeys.window(mail)));
        item.put(DynamoTable.EXPIRY, number(clock.instant().plus(KEEP).getEpochSecond()));
        try {
            table.put(() -> item, "attribute_not_exists(pk)", Map.of());
            return Claim.CLAIMED;
        } catch (ConditionalCheckFailedException e) {
            Map<String, AttributeValue> there = e.item();
            if (token.equals(string(there, "token"))) {
                return Claim.CLAIMED;
            }
            return OPEN.equals(string(there, "state")) ? Claim.FATE_UNKNOWN : Claim.ALREADY_SENT;
        }
    }

    @Override
    public void confirm(MailKey mail, String messageId) throws IOException {
        table.update(
                update ->
                        update.key(key(mail))
                                .updateExpression(
                                        "SET #state = :state, message_id = :id REMOVE index_pk,"
                                                + " index_sk")
                                .expressionAttributeNames(Map.of("#state", "state"))
                                .expressionAttributeValues(
                                        Map.of(":state", text(SENT), ":id", text(messageId))));
    }

    @Override
    public void release(MailKey mail) throws IOException {
        try {
            table.delete(key(mail), "#state = :state", Map.of(":state", text(OPEN)));
        } catch (ConditionalCheckFailedException _) {
            // Nothing is open any more, which is what was asked for.
        }
    }

    @Override
    public List<MailKey> unknown(String reportId, String recipientGroup) throws IOException {
        List<MailKey> open = new ArrayList<>();
        for (Map<String, AttributeValue> found :
                table.query(
                                table.query()
                                        .indexName(DynamoTable.INDEX)
                                        .keyConditionExpression("index_pk = :pk")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":pk",
                                                        text(
                                                                ItemKeys.openMails(
                                                                        reportId, recipientGroup))))
                                        .limit(MOST_UNKNOWN)
                                        .build())
                        .items()) {
            MailKey mail = ItemKeys.mail(reportId, recipientGroup, text(found, "sk"));
            // The index may still show what was confirmed a moment ago.
            Map<String, AttributeValue> now = table.get(key(mail)).orElse(Map.of());
            if (OPEN.equals(string(now, "state"))) {
                open.add(mail);
            }
        }
        open.sort(Comparator.comparing(MailKey::windowStart));
        return open;
    }

    @Override
    public void settle(List<MailKey> windows) throws IOException {
        for (MailKey mail : windows) {
            try {
                table.update(
                        update ->
                                update.key(key(mail))
                                        .updateExpression(
                                                "SET #state = :state REMOVE index_pk, index_sk")
                                        .conditionExpression("#state = :open")
                                        .expressionAttributeNames(Map.of("#state", "state"))
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":state",
                                                        text(SETTLED),
                                                        ":open",
                                                        text(OPEN))));
            } catch (ConditionalCheckFailedException _) {
                // Its fate is known by now.
            }
        }
    }

    @Override
    public Optional<Instant> reportedUntil(String reportId) throws IOException {
        Optional<Map<String, AttributeValue>> there = table.get(key("W#" + reportId));
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.parse(text(there.get(), "reported_until")));
    }

    @Override
    public boolean advance(String reportId, @Nullable Instant expected, Instant end)
            throws IOException {
        Map<String, AttributeValue> item = new HashMap<>(key("W#" + reportId));
        item.put("reported_until", text(end.toString()));
        String token = UUID.randomUUID().toString();
        item.put("token", text(token));
        try {
            if (expected == null) {
                table.put(() -> item, "attribute_not_exists(pk)", Map.of());
            } else {
                table.put(
                        () -> item,
                        "reported_until = :expected",
                        Map.of(":expected", text(expected.toString())));
            }
            return true;
        } catch (ConditionalCheckFailedException e) {
            return token.equals(string(e.item(), "token"));
        }
    }

    @Override
    public Map<String, Object> agree(String name, Map<String, Object> document, Duration keep)
            throws IOException {
        Instant now = clock.instant();
        Map<String, AttributeValue> item = new HashMap<>(key("A#" + name));
        item.put("document", text(JSON.std.asString(document)));
        item.put(DynamoTable.EXPIRY, number(now.plus(keep).getEpochSecond()));
        try {
            table.put(
                    () -> item,
                    "attribute_not_exists(pk) OR " + DynamoTable.EXPIRY + " <= :now",
                    Map.of(":now", number(now.getEpochSecond())));
            return JSON.std.mapFrom(text(item, "document"));
        } catch (ConditionalCheckFailedException e) {
            String there = string(e.item(), "document");
            if (there == null) {
                throw new IOException("the table holds no document under " + name, e);
            }
            return JSON.std.mapFrom(there);
        }
    }

    private static @Nullable String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    private static Map<String, AttributeValue> key(MailKey mail) {
        return Map.of(
                "pk",
                text(ItemKeys.mails(mail.reportId(), mail.recipientGroup())),
                "sk",
                text(ItemKeys.window(mail)));
    }

    private static Map<String, AttributeValue> key(String partition) {
        return Map.of("pk", text(partition), "sk", text(ItemKeys.ONLY));
    }
}
