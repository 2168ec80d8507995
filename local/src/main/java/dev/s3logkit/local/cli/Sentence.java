package dev.s3logkit.local.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// What is said of a failure.
final class Sentence {

    private Sentence() {}

    static String of(Exception e) {
        return switch (e) {
            case UncheckedIOException unchecked when unchecked.getCause() != null ->
                    of(unchecked.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": access was denied";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
