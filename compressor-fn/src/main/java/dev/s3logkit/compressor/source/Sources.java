package dev.s3logkit.compressor.source;

import dev.s3logkit.common.s3.ObjectInfo;
import java.util.Iterator;
import java.util.stream.IntStream;

/// The objects of an archive in the order of its manifest, all of which are there and can be read.
public final class Sources implements Iterable<ObjectInfo> {

    private final SourceList list;
    private final long missing;
    private final long count;
    private final long bytes;

    Sources(SourceList list, long missing) {
        this.list = list;
        this.missing = missing;
        long found = 0;
        long sum = 0;
        for (int i = 0; i < list.count(); i++) {
            if (list.size(i) != SourceList.UNKNOWN) {
                found++;
                sum += list.size(i);
            }
        }
        this.count = found;
        this.bytes = sum;
    }

    /// Objects.
    public long count() {
        return count;
    }

    /// Bytes of all objects.
    public long bytes() {
        return bytes;
    }

    /// Objects that the manifest names and that are not there.
    public long missing() {
        return missing;
    }

    @Override
    public Iterator<ObjectInfo> iterator() {
        return IntStream.range(0, list.count())
                .filter(i -> list.size(i) != SourceList.UNKNOWN)
                .mapToObj(list::info)
                .iterator();
    }
}
