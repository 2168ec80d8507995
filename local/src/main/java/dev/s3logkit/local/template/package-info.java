/// Reads `template.yaml` as CloudFormation and SAM would, as far as the local run has a
/// counterpart.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.template;
