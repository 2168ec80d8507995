package dev.s3logkit.common.accesslog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The vocabulary of generated lines, as bytes with the separators around them.
final class SampleTraffic {

    static final String CLOUD_FRONT =
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2SAMPLE0IDENT ";

    /// @param head owner and bucket
    /// @param tail what follows the host id
    record Bucket(String head, String tail) {}

    /// @param operation with a space behind it
    /// @param method the request URI up to the key
    record Request(
            String operation,
            String method,
            String query,
            boolean hasKey,
            boolean sendsBody,
            boolean isBatch) {}

    private static final String OWNER =
            "4f1c0de5a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6";

    private static final String[] BUCKETS = {
        "sample-media", "sample-data-lake", "sample-backups", "sample-website-assets"
    };

    private static final String UPLOAD_PART =
            "?partNumber=7&uploadId=Zx81hT.sample_upload_id_0123456789";
    private static final String LISTING = "?list-type=2&prefix=logs%2F2026%2F&max-keys=1000";

    private static final String[] REQUESTERS = {
        "- ",
        "- ",
        OWNER + " ",
        "arn:aws:iam::210987654321:user/deployment ",
        "arn:aws:sts::210987654321:assumed-role/ingest-worker-role/i-0a1b2c3d4e5f60718 ",
        "arn:aws:sts::210987654321:assumed-role/"
                + "AWSReservedSSO_DataReader_0123456789abcdef/first.last@sample.example ",
        "arn:aws:sts::210987654321:assumed-role/thumbnailer-function/thumbnailer ",
        "svc:delivery.logs.amazonaws.com "
    };

    private static final String[] FOLDERS = {
        "photos/2026/spring/album-",
        "warehouse/events/year=2026/month=03/day=05/part-00017-",
        "backups/db-main/2026-03-05T00-00-00Z/segment-",
        "assets/css/bundle."
    };

    private static final String[] FILE_TYPES = {
        ".jpg", "-c000.snappy.parquet", ".tar.zst", ".min.css"
    };

    /// With the user agent's opening quote.
    private static final String[] REFERERS = {
        " \"-\" \"",
        " \"-\" \"",
        " \"https://www.sample.example/gallery/spring?page=3&sort=newest\" \"",
        " \"https://console.sample.example/storage/browse/\" \""
    };

    private static final String[] USER_AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/133.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
                + " (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
        "aws-cli/2.24.9 md/awscrt#0.23.8 ua/2.1 os/linux#6.1.0-31-amd64 md/arch#x86_64"
                + " lang/python#3.12.9 md/pyimpl#CPython m/b,Z,E cfg/retry-mode#standard"
                + " md/installer#exe md/prompt#off md/command#s3.sync",
        "Boto3/1.36.23 md/Botocore#1.36.23 ua/2.0 os/linux#5.10.234-225.921.amzn2.x86_64"
                + " md/arch#x86_64 lang/python#3.12.8 md/pyimpl#CPython"
                + " exec-env/AWS_Lambda_python3.12 cfg/retry-mode#adaptive Botocore/1.36.23",
        "aws-sdk-java/2.30.24 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.128"
                + " lang/java#21.0.6 md/OpenJDK_64-Bit_Server_VM#21.0.6+7-LTS"
                + " md/vendor#Amazon.com_Inc. md/en_US exec-env/AWS_ECS_FARGATE m/D,N",
        "Amazon CloudFront",
        "curl/8.12.1",
        "S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.780 Linux/5.10.233"
                + " OpenJDK_64-Bit_Server_VM/25.442-b06 java/1.8.0_442 vendor/N/A"
                + " cfg/retry-mode/standard"
    };

    private final byte[][] requesters = all(REQUESTERS);
    private final byte[][] folders = all(FOLDERS);
    private final byte[][] fileTypes = all(FILE_TYPES);
    private final byte[][] referers = all(REFERERS);
    private final byte[][] userAgents = all(USER_AGENTS);
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();

    SampleTraffic() {
        add(7, read("REST.GET.OBJECT ", "GET", true));
        add(1, read("WEBSITE.GET.OBJECT ", "GET", true));
        add(2, read("REST.HEAD.OBJECT ", "HEAD", false));
        add(2, write("REST.PUT.OBJECT ", "PUT", "?x-id=PutObject"));
        add(1, write("REST.PUT.PART ", "PUT", UPLOAD_PART));
        add(1, write("REST.DELETE.OBJECT ", "DELETE", ""));
        add(1, new Request("REST.GET.BUCKET ", " \"GET /", LISTING, false, true, false));
        add(1, new Request("BATCH.DELETE.OBJECT ", "", "", true, false, true));
        for (String name : BUCKETS) {
            buckets.add(
                    new Bucket(
                            OWNER + " " + name + " ",
                            "SigV4 TLS_AES_128_GCM_SHA256 AuthHeader "
                                    + name
                                    + ".s3.eu-central-1.amazonaws.com TLSv1.3 - - eu-central-1"));
        }
    }

    private static Request read(String operation, String method, boolean sendsBody) {
        return new Request(operation, " \"" + method + " /", "", true, sendsBody, false);
    }

    private static Request write(String operation, String method, String query) {
        return new Request(operation, " \"" + method + " /", query, true, false, false);
    }

    /// Makes a request appear `weight` times as often as one of weight 1.
    private void add(int weight, Request request) {
        requests.addAll(Collections.nCopies(weight, request));
    }

    private static byte[][] all(String[] texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = AccessLogGenerator.bytes(texts[i]);
        }
        return bytes;
    }

    Bucket bucket(long random) {
        return buckets.get(index(random, buckets.size()));
    }

    Request request(long random) {
        return requests.get(index(random, requests.size()));
    }

    byte[] requester(long random) {
        return requesters[index(random, requesters.length)];
    }

    byte[] folder(long random) {
        return folders[index(random, folders.length)];
    }

    byte[] fileType(long random) {
        return fileTypes[index(random, fileTypes.length)];
    }

    byte[] referer(long random) {
        return referers[index(random, referers.length)];
    }

    byte[] userAgent(long random) {
        return userAgents[index(random, userAgents.length)];
    }

    private static int index(long random, int size) {
        return (int) ((random >>> 33) % size);
    }
}
