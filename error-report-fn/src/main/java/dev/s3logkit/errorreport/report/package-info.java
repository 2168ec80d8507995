/// What a report says: the errors of a window against those before it. Pure: it is handed errors
/// and gives values.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.report;
