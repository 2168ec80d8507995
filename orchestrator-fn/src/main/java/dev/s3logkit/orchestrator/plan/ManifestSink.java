package dev.s3logkit.orchestrator.plan;

import java.io.IOException;

/// Receives the manifests of a plan, one after the other.
interface ManifestSink {

    /// The next object of the manifest at hand.
    ///
    /// @param text holds `bucket/key` in `[from, to)`, valid during the call only
    void object(byte[] text, int from, int to, long size) throws IOException;

    /// The end of a manifest, which has at least one object.
    void manifestEnds(String group, int number) throws IOException;

    /// A rejected row, as one line of JSON without its line break.
    void reject(byte[] json, int from, int to) throws IOException;
}
