package dev.s3logkit.objectlambda;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.objectlambda.signature.SecretAccessKeys;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Secrets of AWS Secrets Manager. The client is made when the first one is read.
final class SecretsManagerStore implements SecretAccessKeys.Store {

    private final Map<String, String> environment;

    SecretsManagerStore(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String read(String name) throws IOException {
        // Once in minutes: a client of its own costs less than connections kept for nothing.
        try (SecretsManagerClient client =
                AwsSettings.of(environment, "SECRETS_MANAGER")
                        .apply(SecretsManagerClient.builder())
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .build()) {
            String text = client.getSecretValue(get -> get.secretId(name)).secretString();
            if (text == null) {
                throw new IOException("the secret %s holds bytes, not a text".formatted(name));
            }
            return text;
        } catch (SdkException e) {
            throw new IOException(
                    "the secret %s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
