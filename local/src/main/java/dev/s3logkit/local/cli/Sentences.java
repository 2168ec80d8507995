package dev.s3logkit.local.cli;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// What went wrong, as a sentence for people.
final class Sentences {

    private Sentences() {}

    static String of(Throwable e) {
        return switch (e) {
            case UncheckedIOException unchecked when unchecked.getCause() != null ->
                    of(unchecked.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": access was denied";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
