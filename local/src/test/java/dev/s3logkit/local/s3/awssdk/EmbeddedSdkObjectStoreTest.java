package dev.s3logkit.local.s3.awssdk;

/// The same with objects read by the SDK.
class EmbeddedSdkObjectStoreTest extends EmbeddedObjectStoreTest {

    @Override
    String client() {
        return "sdk";
    }
}
