package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.local.logs.OutputFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// One run of `archive stat`.
record StatRun(ArchiveContext context) {

    private static final int NAME_WIDTH = 12;

    /// Writes what is known of an entry; of a symbolic link, of the link itself.
    ///
    /// @return the exit code
    int run(String input, String path) throws IOException {
        Output out = new Output(context.streams().out());
        try (ArchiveInput opened = ArchiveInput.open(context, input)) {
            Archive archive = opened.archive();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("archive", archive.name());
            fields.put("format", archive.format());
            fields.putAll(EntryFields.all(archive, new EntryLookup(archive).find(path)));
            if (context.json().getAsBoolean()) {
                out.line(EntryFields.json(fields));
            } else {
                for (Map.Entry<String, Object> field : fields.entrySet()) {
                    write(out, field.getKey().replace('_', ' '), field.getValue());
                }
            }
            out.flush();
            return 0;
        } catch (OutputFailure e) {
            return context.streams().failed(e);
        }
    }

    private static void write(Output out, String name, Object value) throws OutputFailure {
        if (value instanceof Map<?, ?> values) {
            for (Map.Entry<?, ?> one : values.entrySet()) {
                write(out, name, one.getKey() + "=" + one.getValue());
            }
        } else {
            out.line(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + value);
        }
    }
}
