package dev.s3logkit.local.template;

/// An `AWS::SecretsManager::Secret` whose value is generated.
///
/// @param arn what functions ask for
/// @param template JSON object that the generated field is added to
/// @param key name of the generated field
/// @param length of the generated text
public record SecretSpec(String logicalId, String arn, String template, String key, int length) {}
