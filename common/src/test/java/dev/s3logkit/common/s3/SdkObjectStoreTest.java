package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.config.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SdkObjectStoreTest extends ScriptedStoreContract {

    @Override
    protected ObjectStore store(Map<String, String> environment) {
        return SdkObjectStore.create(environment);
    }

    @Test
    void namesTheVariableThatCannotBeUsed() {
        assertThatThrownBy(
                        () -> SdkObjectStore.create(Map.of("AWS_ENDPOINT_URL", "localhost:9000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL is 'localhost:9000'");
        assertThatThrownBy(
                        () ->
                                SdkObjectStore.create(
                                        Map.of("AWS_REGION", "r", "AWS_MAX_ATTEMPTS", "many")))
                .hasMessageContaining("AWS_MAX_ATTEMPTS is 'many'");
        assertThatThrownBy(
                        () ->
                                SdkObjectStore.create(
                                        Map.of("AWS_REGION", "r", "AWS_RETRY_MODE", "never")))
                .hasMessageContaining("expected one of standard, adaptive");
    }
}
