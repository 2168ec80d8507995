package dev.s3logkit.local.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostModelTest {

    private static final Prices LIST = new Prices(Map.of());
    private static final double CENT = 0.005;

    /// Ten million logs of 3 KB a month, for a year.
    private static final Workload SMALL = new Workload(10_000_000, 3_000, 12, 1, 0.177);

    @Test
    void logsThatAreLeftCostTheirStorageAndAGetForEachTimeThatOneIsRead() {
        WayCost cost = new CostModel(SMALL, LIST).cost(Way.LEAVE);

        // 360 GB at 0.023, and 10 million GETs at 0.0004 per 1,000.
        assertThat(cost.storage()).isCloseTo(8.28, within(CENT));
        assertThat(cost.requests()).isCloseTo(4.00, within(CENT));
        assertThat(cost.total()).isCloseTo(12.28, within(CENT));
    }

    @Test
    void aRollupPaysOneGetForEachLogOnceAndKeepsAFractionOfTheBytes() {
        WayCost cost = new CostModel(SMALL, LIST).cost(Way.ROLLUP);

        assertThat(cost.storage()).isCloseTo(8.28 * 0.177, within(CENT));
        // 10 million GETs, 20,000 LISTs, six PUTs for each of 1,667 tarballs, and what is small.
        assertThat(cost.requests()).isBetween(4.15, 4.25);
    }

    @Test
    void readingOftenDearlyPaysForEveryObjectThatIsLeft() {
        Workload often = new Workload(10_000_000, 3_000, 12, 30, 0.177);
        CostModel model = new CostModel(often, LIST);

        assertThat(model.cost(Way.LEAVE).requests()).isCloseTo(120, within(CENT));
        assertThat(model.cost(Way.ROLLUP).requests()).isLessThan(5);
    }

    @Test
    void aPaidDeliveryCostsByTheGigabyte() {
        WayCost cost = new CostModel(SMALL, LIST).cost(Way.DELIVERY);

        assertThat(cost.transfer()).isCloseTo(30 * 0.25, within(CENT));
    }

    @Test
    void archivesThatAreKeptInACheaperClassBreakEvenSooner() {
        Prices cheaper = new Prices(Map.of(Price.ARCHIVE_STORAGE, 0.004));

        assertThat(new CostModel(SMALL, cheaper).monthsToBreakEven(Way.ROLLUP))
                .isLessThan(new CostModel(SMALL, LIST).monthsToBreakEven(Way.ROLLUP));
        assertThat(new CostModel(SMALL, cheaper).cost(Way.LEAVE).storage())
                .isCloseTo(8.28, within(CENT));
    }

    @Test
    void whatDoesNotShrinkNeverBreaksEven() {
        Workload noise = new Workload(1_000, 3_000, 12, 0, 1);

        assertThat(new CostModel(noise, LIST).monthsToBreakEven(Way.ROLLUP)).isInfinite();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyPartOfACostGrowsWithTheNumberOfObjects(Way way) {
        WayCost one = new CostModel(SMALL, LIST).cost(way);
        WayCost hundred =
                new CostModel(new Workload(1_000_000_000, 3_000, 12, 1, 0.177), LIST).cost(way);

        assertThat(hundred.storage()).isCloseTo(100 * one.storage(), within(CENT));
        assertThat(hundred.total()).isBetween(90 * one.total(), 101 * one.total());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aPriceThatIsNoneIsRefused(double usd) {
        assertThatThrownBy(() -> new Prices(Map.of(Price.S3_GET, usd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3-get");
    }

    @Test
    void aWorkloadOfNothingIsRefused() {
        assertThatThrownBy(() -> new Workload(0, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Workload(1, 1, 1, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Workload(1, 1, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
