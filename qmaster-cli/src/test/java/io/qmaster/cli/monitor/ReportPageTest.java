package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.simulator.report.ScenarioRun;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code report} and {@code simulator run} in a browser. Needs Chromium or Chrome on the PATH. */
@Timeout(300)
class ReportPageTest {
    private static final int BATCHES = 2000;
    private static final String SHOWN = "document.querySelectorAll('#rows > li:not([hidden])').length";

    @TempDir
    private Path folder;

    @Test
    void twoThousandBatchesAreFilteredOrderedAndFitAPhone() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "neither Chromium nor Chrome is on the PATH");
        Scenario scenario = Scenario.named("night-shift");
        Path page = Files.writeString(
                folder.resolve("night.html"),
                ScenarioRun.of(scenario, Workload.seeded(BATCHES, scenario)).toHtml("Night"));

        try (Chromium chromium = Chromium.start(program.get(), folder)) {
            chromium.resize(390, 844);
            chromium.open(page.toUri().toString());
            chromium.await("!document.getElementById('filter').hidden");
            // The engine refuses a few.
            int all = chromium.evaluate("document.querySelectorAll('#rows > li').length")
                    .intValue();
            assertThat(all).isBetween(BATCHES - 100, BATCHES);
            assertThat(chromium.evaluate("document.getElementById('shown').textContent")
                            .asString())
                    .isEqualTo(all + " of " + all + " batches");
            assertThat(chromium.evaluate("document.documentElement.scrollWidth").intValue())
                    .isLessThanOrEqualTo(390);

            String name = chromium.evaluate("document.querySelector('#rows > li .name').firstChild.textContent.trim()")
                    .asString();
            chromium.evaluate("document.getElementById('words').focus()");
            chromium.type(name);
            assertThat(chromium.evaluate(SHOWN).intValue()).isBetween(1, all - 1);

            chromium.evaluate("document.getElementById('words').value = ''");
            chromium.evaluate("document.querySelector('#filter input[value=SUCCESSFUL]').click()");
            assertThat(chromium.evaluate(SHOWN).intValue()).isBetween(1, all - 1);
            assertThat(chromium.evaluate("document.querySelectorAll('#rows > li.SUCCESSFUL:not([hidden])').length")
                            .intValue())
                    .isZero();

            assertThat(chromium.complaints()).isEmpty();
            assertThat(chromium.requests())
                    .allMatch(request -> request.equals(page.toUri().toString()));
        }
    }
}
