package dev.s3logkit.objectlambda.signature;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request says of its own signature.
///
/// @param scope day, region, service and terminator, joined by slashes
/// @param signedHeaders in lower case, in the order of the request
/// @param signature as it was sent
record Claim(
        String accessKeyId,
        String day,
        String region,
        String service,
        String scope,
        List<String> signedHeaders,
        String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String NOT_SUPPORTED =
            "The authorization mechanism you have provided is not supported. Please use "
                    + ALGORITHM
                    + ".";
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/\\s]{1,128})/([0-9]{8})/([^/\\s]*)/([^/\\s]*)/aws4_request");
    private static final Pattern HEADER_NAMES =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]+)*");
    private static final Pattern PART =
            Pattern.compile("\\s*(Credential|SignedHeaders|Signature)=([^,\\s]*)\\s*");
    private static final List<String> QUERY_PARAMETERS =
            List.of(
                    "X-Amz-Algorithm",
                    "X-Amz-Credential",
                    "X-Amz-Signature",
                    "X-Amz-Date",
                    "X-Amz-SignedHeaders",
                    "X-Amz-Expires");

    /// Reads an `Authorization` header.
    static Claim ofHeader(String authorization) throws RefusedException {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        if (!scheme.equals(ALGORITHM)) {
            throw scheme.startsWith("AWS")
                    ? new RefusedException(400, "InvalidRequest", NOT_SUPPORTED)
                    : new RefusedException(
                            400, "InvalidArgument", "Unsupported Authorization Type");
        }
        String credential = "";
        String names = "";
        String signature = "";
        for (String part : authorization.substring(scheme.length()).split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw malformed("expecting Credential, SignedHeaders and Signature");
            }
            switch (matcher.group(1)) {
                case "Credential" -> credential = matcher.group(2);
                case "SignedHeaders" -> names = matcher.group(2);
                default -> signature = matcher.group(2);
            }
        }
        Matcher parts = CREDENTIAL.matcher(credential);
        if (!parts.matches()) {
            throw malformed(
                    "the Credential is mal-formed; expecting"
                            + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"");
        }
        if (!HEADER_NAMES.matcher(names).matches()) {
            throw malformed("SignedHeaders names no headers");
        }
        if (signature.isEmpty()) {
            throw malformed("it holds no Signature");
        }
        return of(parts, names, signature);
    }

    /// Reads the parameters of a presigned URL.
    static Claim ofQuery(QueryString query) throws RefusedException {
        for (String name : QUERY_PARAMETERS) {
            if (!query.has(name)) {
                throw badParameters(
                        "Query-string authentication version 4 requires the "
                                + String.join(", ", QUERY_PARAMETERS)
                                + " parameters.");
            }
        }
        if (!query.value("X-Amz-Algorithm").equals(ALGORITHM)) {
            throw badParameters("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
        }
        Matcher parts = CREDENTIAL.matcher(query.value("X-Amz-Credential"));
        if (!parts.matches()) {
            throw badParameters(
                    "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed;"
                            + " expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        String names = query.value("X-Amz-SignedHeaders");
        if (!HEADER_NAMES.matcher(names).matches()) {
            throw badParameters("X-Amz-SignedHeaders names no headers");
        }
        return of(parts, names, query.value(QueryString.SIGNATURE));
    }

    private static Claim of(Matcher credential, String names, String signature) {
        return new Claim(
                credential.group(1),
                credential.group(2),
                credential.group(3),
                credential.group(4),
                credential.group().substring(credential.group(1).length() + 1),
                List.of(names.split(";", -1)),
                signature);
    }

    static RefusedException malformed(String what) {
        return malformed(what, Map.of());
    }

    static RefusedException malformed(String what, Map<String, String> details) {
        return new RefusedException(
                400,
                "AuthorizationHeaderMalformed",
                "The authorization header is malformed; " + what + ".",
                details);
    }

    static RefusedException badParameters(String message) {
        return badParameters(message, Map.of());
    }

    static RefusedException badParameters(String message, Map<String, String> details) {
        return new RefusedException(400, "AuthorizationQueryParametersError", message, details);
    }
}
