package dev.s3logkit.errorreport.store;

/// Requests to the store and the units that they took, as DynamoDB bills them on demand.
public record StoreCounts(long puts, long queries, long gets, double writeUnits, double readUnits) {

    /// None at all.
    public static final StoreCounts ZERO = new StoreCounts(0, 0, 0, 0, 0);

    /// USD for a million write units on demand, us-east-1.
    static final double WRITE_PER_MILLION_USD = 0.625;

    /// USD for a million read units on demand, us-east-1.
    static final double READ_PER_MILLION_USD = 0.125;

    /// List price of the units in USD.
    public double estimatedCostUsd() {
        return (writeUnits * WRITE_PER_MILLION_USD + readUnits * READ_PER_MILLION_USD) / 1e6;
    }

    /// The requests sent since `earlier` was taken from the same store.
    public StoreCounts since(StoreCounts earlier) {
        return new StoreCounts(
                puts - earlier.puts,
                queries - earlier.queries,
                gets - earlier.gets,
                writeUnits - earlier.writeUnits,
                readUnits - earlier.readUnits);
    }
}
