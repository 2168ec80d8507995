package dev.s3logkit.aggregator.transform;

import java.io.IOException;

/// An output file of this name exists and was made of other sources. Nothing was replaced or lost;
/// the fragments wait until the file is gone or the target is changed.
public final class OutputExistsException extends IOException {

    private static final long serialVersionUID = 1L;

    public OutputExistsException(String file, String found, String expected) {
        super(
                "%s exists and was made of other sources: found %s, expected %s"
                        .formatted(file, found, expected));
    }
}
