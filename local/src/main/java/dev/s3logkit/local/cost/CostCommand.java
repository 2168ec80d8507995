package dev.s3logkit.local.cost;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.ByteSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `cost`: what keeping logs costs in a month, one way beside the other.
@Command(
        name = "cost",
        description = {
            "Estimates what access logs cost in a month, left as they are, in archives of s3logkit, and"
                    + " delivered by AWS for a fee. The month is one in which as many months of logs are"
                    + " there as are kept; so each month's logs come in, and the oldest go.",
            "Prices are list prices in us-east-1; docs/cost.md has every formula.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit cost --objects 10000000 --size 3k",
            "  s3logkit cost --objects 1000000000 --size 2k --months 84 --price archive-storage=0.004",
            "  s3logkit --json cost --objects 500000 --size 300k --reads 4"
        },
        mixinStandardHelpOptions = true)
public final class CostCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--objects",
            required = true,
            paramLabel = "N",
            description = "log objects that come in a month")
    private long objects;

    @Option(
            names = "--size",
            required = true,
            paramLabel = "BYTES",
            converter = ByteSize.class,
            description = "their size on average, such as 3k")
    private long size;

    @Option(
            names = "--months",
            paramLabel = "N",
            description = "for how long logs are kept (default: ${DEFAULT-VALUE})")
    private int months = 12;

    @Option(
            names = "--reads",
            paramLabel = "N",
            description =
                    "how often in a month all logs of one month are read (default: ${DEFAULT-VALUE})")
    private double reads = 1;

    @Option(
            names = "--ratio",
            paramLabel = "R",
            description =
                    "compressed to plain bytes of a tarball of them (default: ${DEFAULT-VALUE}, which is"
                            + " that of access logs)")
    private double ratio = Workload.MEASURED_RATIO;

    @Option(
            names = "--price",
            paramLabel = "NAME=USD",
            description = "another price than the list has; --prices shows their names")
    private Map<String, Double> others = new LinkedHashMap<>();

    @Option(
            names = "--prices",
            description = "shows the prices that are used, and what each is for")
    private boolean showPrices;

    public CostCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Workload load;
        Prices prices;
        try {
            load = new Workload(objects, size, months, reads, ratio);
            prices = new Prices(byName(others));
        } catch (IllegalArgumentException e) {
            throw spec == null ? e : new ParameterException(spec.commandLine(), e.getMessage());
        }
        CostModel model = new CostModel(load, prices);
        PrintStream out = new PrintStream(context.streams().out(), false, StandardCharsets.UTF_8);
        if (context.json().getAsBoolean()) {
            out.println(JSON.std.asString(json(load, prices, model)));
        } else {
            print(load, prices, model, out);
        }
        out.flush();
        return 0;
    }

    private static Map<Price, Double> byName(Map<String, Double> named) {
        Map<Price, Double> prices = new EnumMap<>(Price.class);
        named.forEach((name, usd) -> prices.put(price(name), usd));
        return prices;
    }

    private static Price price(String name) {
        return Stream.of(Price.values())
                .filter(price -> price.option().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is no price: expected one of %s"
                                                .formatted(
                                                        name,
                                                        Stream.of(Price.values())
                                                                .map(Price::option)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private void print(Workload load, Prices prices, CostModel model, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d objects of %,d bytes a month (%,.1f GB), kept for %d months (%,.1f GB)%n%n",
                load.objects(),
                load.objectBytes(),
                load.monthBytes() / 1e9,
                load.months(),
                load.keptBytes() / 1e9);
        out.printf(
                "%-14s %14s %14s %14s %14s %14s%n",
                "USD a month", "requests", "compute", "transfer", "storage", "total");
        for (WayCost cost : model.ways()) {
            out.printf(
                    Locale.ROOT,
                    "%-14s %,14.2f %,14.2f %,14.2f %,14.2f %,14.2f%n",
                    cost.way().label(),
                    cost.requests(),
                    cost.compute(),
                    cost.transfer(),
                    cost.storage(),
                    cost.total());
        }
        out.println();
        for (Way way : List.of(Way.ROLLUP, Way.COMPRESS, Way.AGGREGATE, Way.DELIVERY)) {
            double breakEven = model.monthsToBreakEven(way);
            out.printf(
                    Locale.ROOT,
                    "%-14s %s: %s%n",
                    way.label(),
                    way.means(),
                    Double.isFinite(breakEven)
                            ? "costs less than leaving them after %,.1f months".formatted(breakEven)
                            : "storage costs no less than that of the logs left as they are");
        }
        if (showPrices) {
            out.println();
            for (Price price : Price.values()) {
                out.printf(
                        Locale.ROOT,
                        "%-16s %14.10f USD for %s%n",
                        price.option(),
                        prices.of(price),
                        price.unit());
            }
        }
    }

    private static Map<String, Object> json(Workload load, Prices prices, CostModel model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("objects", load.objects());
        fields.put("object_bytes", load.objectBytes());
        fields.put("months", load.months());
        fields.put("reads", load.reads());
        fields.put("ratio", load.ratio());
        Map<String, Object> ways = new LinkedHashMap<>();
        for (WayCost cost : model.ways()) {
            Map<String, Object> way = new LinkedHashMap<>();
            way.put("requests_usd", cost.requests());
            way.put("compute_usd", cost.compute());
            way.put("transfer_usd", cost.transfer());
            way.put("storage_usd", cost.storage());
            way.put("total_usd", cost.total());
            double breakEven = model.monthsToBreakEven(cost.way());
            if (cost.way() != Way.LEAVE && Double.isFinite(breakEven)) {
                way.put("break_even_months", breakEven);
            }
            ways.put(cost.way().name().toLowerCase(Locale.ROOT), way);
        }
        fields.put("ways", ways);
        Map<String, Object> listed = new LinkedHashMap<>();
        for (Price price : Price.values()) {
            listed.put(price.option(), prices.of(price));
        }
        fields.put("prices_usd", listed);
        return fields;
    }
}
