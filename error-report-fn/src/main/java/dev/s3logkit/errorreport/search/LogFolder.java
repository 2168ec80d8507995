package dev.s3logkit.errorreport.search;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Predicate;

/// Where application logs lie, as `logs/{application}/yyyyMMdd/name`. Safe for use by any number of
/// threads.
public interface LogFolder {

    /// One log.
    ///
    /// @param name `s3://bucket/key`, or a path
    record Log(String name, String application, String day, Instant modified, long size) {}

    /// Receives logs.
    @FunctionalInterface
    interface Visitor {
        /// Takes one log.
        void visit(Log log) throws IOException;
    }

    /// Visits the logs of an application.
    ///
    /// @param application a name, or a pattern with `*`
    /// @param day whether logs of this day, as `yyyyMMdd`, are wanted
    void list(String application, Predicate<String> day, Visitor visitor) throws IOException;

    /// Opens a log as it is stored. The caller closes it.
    InputStream open(Log log) throws IOException;
}
