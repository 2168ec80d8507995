/// The part of Secrets Manager that functions of the template ask: the text of a secret.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.secrets;
