package dev.s3logkit.objectlambda.bucket;

import java.util.Map;

/// A response of S3's REST API.
///
/// @param status of HTTP
/// @param headers by lower-case names, in the order in which they are sent. `content-length` is
///   always among them but for 204 and 304; of HEAD it is that of the content which GET would send
/// @param body written, or dropped, exactly once
public record S3Answer(int status, Map<String, String> headers, Body body) {}
