/// What all clients of AWS services have in common: the variables that they are made from.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.aws;
