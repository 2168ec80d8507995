package dev.s3logkit.aggregator.transform;

import dev.s3logkit.aggregator.staging.FragmentName;
import dev.s3logkit.aggregator.staging.FragmentReader;
import dev.s3logkit.aggregator.staging.FragmentSet;
import dev.s3logkit.aggregator.staging.Group;
import dev.s3logkit.aggregator.staging.GroupFolder;
import dev.s3logkit.aggregator.staging.Partition;
import dev.s3logkit.aggregator.staging.Scope;
import dev.s3logkit.aggregator.staging.Section;
import dev.s3logkit.aggregator.staging.SourceHash;
import dev.s3logkit.aggregator.staging.SourceHashSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what a new set is: its fragments, and the names of its outputs.
final class SetPlanner {

    /// Hex digits of the digest that stand in names.
    private static final int NAME_DIGITS = 16;

    private final TransformConfig config;

    SetPlanner(TransformConfig config) {
        this.config = config;
    }

    FragmentSet plan(
            GroupFolder folder, int number, List<FragmentName> fragments, SourceHashSet known)
            throws IOException {
        List<SourceHash> sources = new ArrayList<>();
        List<String> names = new ArrayList<>();
        SourceHashSet here = new SourceHashSet();
        for (FragmentName fragment : fragments) {
            names.add(fragment.fileName());
            try (FragmentReader reader =
                    FragmentReader.open(folder.fragment(fragment.fileName()))) {
                for (Section section : reader.sections()) {
                    SourceHash hash = section.source().hash(fragment.partition());
                    if (!known.contains(hash) && here.add(hash)) {
                        sources.add(hash);
                    }
                }
            }
        }
        String digest = digest(sources);
        Group group = folder.group();
        String partition =
                config.keyFormat().format(Instant.ofEpochSecond(group.start()), config.zone());
        String file =
                "%s-%s-%s"
                        .formatted(
                                Scope.label(group.scope()),
                                Partition.stamp(group.start()),
                                digest == null ? "none" : digest.substring(0, NAME_DIGITS));
        String folderPart = partition.isEmpty() ? "" : partition + "/";
        return new FragmentSet(
                number,
                config.format().extension(),
                config.splitBytes(),
                config.deduplicate(),
                digest,
                folderPart + file + OwnOutputs.RECORDS,
                "rejects/" + folderPart + file + OwnOutputs.REJECTS,
                names);
    }

    private static @Nullable String digest(List<SourceHash> sources) {
        if (sources.isEmpty()) {
            return null;
        }
        Collections.sort(sources);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
            for (SourceHash source : sources) {
                bytes.clear().putLong(source.high()).putLong(source.low());
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
