package dev.s3logkit.objectlambda.bucket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What follows the headers of an answer.
public sealed interface Body {

    /// Exactly so many bytes.
    long length();

    /// Writes all of it; the stream stays open.
    ///
    /// @throws IOException when the content cannot be read to its end, or the stream not written:
    ///   then less than [#length()] was written, and the transport has to break off
    void writeTo(OutputStream out) throws IOException;

    /// Nothing follows, as with HEAD and 304. What `content-length` says is not this length.
    record Empty() implements Body {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public void writeTo(OutputStream out) {
            // nothing
        }
    }

    /// A document, small enough to be held.
    ///
    /// @param text XML, sent as UTF-8
    /// @param length bytes of the text
    record Document(String text, long length) implements Body {

        /// The document of this text.
        public static Document of(String text) {
            return new Document(text, text.getBytes(StandardCharsets.UTF_8).length);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// A part of a file in an archive, which is read while it is written.
    ///
    /// @param length of the part, bytes
    /// @param source may be used once
    record Content(long length, Source source) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            source.writeTo(out);
        }
    }

    /// Writes content to a stream.
    @FunctionalInterface
    interface Source {
        /// Writes all of it, or throws.
        void writeTo(OutputStream out) throws IOException;
    }
}
