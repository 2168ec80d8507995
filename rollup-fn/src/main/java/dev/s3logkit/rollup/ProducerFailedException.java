package dev.s3logkit.rollup;

import java.util.Collection;

/// Prefixes could not be searched to their end; the tasks that were found were sent. Running the
/// producer again is safe.
public final class ProducerFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProducerFailedException(Collection<? extends Exception> reasons) {
        super(
                "%d prefixes could not be searched: %s"
                        .formatted(
                                reasons.size(),
                                String.join(
                                        "; ",
                                        reasons.stream().map(Exception::getMessage).toList())));
    }
}
