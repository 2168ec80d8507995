/// The embedded DynamoDB and its tables.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.dynamodb;
