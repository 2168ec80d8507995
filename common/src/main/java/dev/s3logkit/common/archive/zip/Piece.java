package dev.s3logkit.common.archive.zip;

import java.io.IOException;

/// What is ready to follow in the archive, once everything before it has been written.
@FunctionalInterface
interface Piece {

    /// Writes it and enters what it holds in the directory and the proof.
    void writeTo(ZipOutput out) throws IOException;
}
