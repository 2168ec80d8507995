package dev.s3logkit.orchestrator;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Cursor;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.Selection;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the orchestrator's event. Fields that are unknown are ignored, since schedules and state
/// machines add their own.
final class OrchestratorEvent {

    private enum CompressorChoice {
        LAMBDA,
        NONE
    }

    private final Map<String, Object> fields;

    private OrchestratorEvent(Map<String, Object> fields) {
        this.fields = fields;
    }

    /// @throws IllegalArgumentException names the field, what was found and what was expected
    static OrchestrationRequest request(Map<String, Object> input) {
        return new OrchestratorEvent(input).request();
    }

    private OrchestrationRequest request() {
        boolean start = choice("compressor", CompressorChoice.LAMBDA) == CompressorChoice.LAMBDA;
        Mode mode = flag("dry_run") ? Mode.DRY_RUN : start ? Mode.START : Mode.PLAN;
        return new OrchestrationRequest(
                url("inventory_s3_url"),
                url("output_manifest_s3_prefix"),
                new Selection(date(), choice("date_field", Selection.DateField.LAST_MODIFIED)),
                new PlanLimits(
                        number(
                                "max_objects_per_manifest",
                                PlanLimits.DEFAULT.objects(),
                                PlanLimits.MAX_OBJECTS),
                        number(
                                "max_bytes_per_manifest",
                                PlanLimits.DEFAULT.bytes(),
                                Long.MAX_VALUE)),
                mode,
                flag("supplement"),
                flag("delete_source_files"),
                cursor());
    }

    private LocalDate date() {
        String text = text("date_to_process");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"date_to_process\" is \"%s\", expected a day such as 2024-12-25"
                            .formatted(text),
                    e);
        }
    }

    private S3Uri url(String name) {
        String text = text(name);
        try {
            return S3Uri.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"%s\": %s".formatted(name, e.getMessage()), e);
        }
    }

    private String text(String name) {
        Object value = fields.get(name);
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw unexpected(name, value, "text");
    }

    private boolean flag(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw unexpected(name, value, "true or false");
    }

    private long number(String name, long defaultValue, long most) {
        Object value = fields.get(name);
        if (value == null) {
            return defaultValue;
        }
        boolean integer = value instanceof Integer || value instanceof Long;
        if (integer && ((Number) value).longValue() >= 1 && ((Number) value).longValue() <= most) {
            return ((Number) value).longValue();
        }
        throw unexpected(name, value, "an integer from 1 to " + most);
    }

    private <E extends Enum<E>> E choice(String name, E defaultValue) {
        Object value = fields.get(name);
        if (value == null) {
            return defaultValue;
        }
        List<E> all = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
        return all.stream()
                .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                unexpected(
                                        name,
                                        value,
                                        all.stream()
                                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(" or "))));
    }

    private Cursor cursor() {
        Object value = fields.get("cursor");
        if (value == null) {
            return Cursor.START;
        }
        if (value instanceof Map<?, ?> cursor
                && cursor.get("plan") instanceof Number plan
                && cursor.get("part") instanceof Number part
                && plan.intValue() >= 1
                && part.longValue() >= 0) {
            return new Cursor(plan.intValue(), part.longValue());
        }
        throw unexpected("cursor", value, "what the function passes to itself");
    }

    private static IllegalArgumentException unexpected(
            String name, @Nullable Object found, String expected) {
        return new IllegalArgumentException(
                "\"%s\" is %s, expected %s"
                        .formatted(name, found == null ? "missing" : found, expected));
    }
}
