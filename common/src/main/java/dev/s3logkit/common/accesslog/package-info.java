/// The S3 server access log: a scanner over bytes, a view of one record, the table of fields.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.accesslog;
