/// Where found errors and what is known of sent mails are kept. Nothing here knows how errors are
/// found or shown.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.store;
