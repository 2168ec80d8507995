package dev.s3logkit.errorreport.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.report.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardRunTest {

    private final Desk desk = new Desk(Desk.rule("shop", "ops"));
    private final DashboardRun dashboard = new DashboardRun(desk.objects, Desk.DASHBOARD);

    private String read(String name) throws IOException {
        try (var in = desk.objects.open(Desk.DASHBOARD.append(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void writesThePageAndItsData() throws IOException {
        desk.at(1);
        desk.error("shop", "web", "timeout");
        desk.at(11);

        var written = dashboard.run(desk.collect("a"));

        assertThat(written.written()).isTrue();
        Map<String, Object> data = JSON.std.mapFrom(read("dashboard.json"));
        assertThat(data).containsEntry("window_end", "2099-03-01T10:10:00Z");
        assertThat(read("index.html")).contains("timeout #");
    }

    @Test
    void leavesTheDashboardOfALaterWindowAsItIs() throws IOException {
        desk.at(11);
        S3Uri early = desk.collect("early");
        desk.at(21);
        S3Uri late = desk.collect("late");
        dashboard.run(late);

        assertThat(dashboard.run(early).written()).isFalse();
        assertThat(dashboard.run(late).written()).isTrue();
        assertThat(read("dashboard.json")).contains("\"window_end\":\"2099-03-01T10:20:00Z\"");
    }

    @Test
    void keepsAwayFromThePageThatPeopleKeepOpenWhenRunByHand() throws IOException {
        desk.at(15);
        Window window = new Window(Desk.TEN.minus(Duration.ofHours(1)), Desk.TEN);

        var written = dashboard.run(desk.collect("hand", window));

        assertThat(written.page().key()).matches("dashboard/runs/\\d{6}-hand/index\\.html");
        assertThatThrownBy(() -> read("index.html")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void saysWhatIsWrongWithAContextThatIsNone() throws IOException {
        S3Uri place = S3Uri.parse("s3://errors/contexts/x.json");
        for (String content :
                new String[] {"", "[]", "{}", "{\"entries\":[{\"report\":{}}]}", "x"}) {
            desk.objects.delete(place, null);
            new SmallObjects(desk.objects)
                    .create(place, "application/json", content.getBytes(UTF_8));
            assertThatThrownBy(() -> dashboard.run(place))
                    .as(content)
                    .isInstanceOf(CorruptedInputException.class)
                    .hasMessageStartingWith("s3://errors/contexts/x.json: this is no context");
        }
    }
}
