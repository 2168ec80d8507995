package dev.s3logkit.common.s3;

import java.util.concurrent.atomic.LongAdder;

/// Counts requests as they are sent. Safe for use by any number of threads.
final class RequestCounter {

    final LongAdder get = new LongAdder();
    final LongAdder head = new LongAdder();
    final LongAdder list = new LongAdder();
    final LongAdder put = new LongAdder();
    final LongAdder delete = new LongAdder();
    final LongAdder bytesRead = new LongAdder();
    final LongAdder bytesWritten = new LongAdder();

    RequestCounts counts() {
        return new RequestCounts(
                get.sum(),
                head.sum(),
                list.sum(),
                put.sum(),
                delete.sum(),
                bytesRead.sum(),
                bytesWritten.sum());
    }
}
