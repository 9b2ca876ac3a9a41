package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.simulator.scenario.Scenario;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, with five hundred batches. Needs Chromium or Chrome on the PATH. */
@Timeout(300)
class MonitorPageTest {
    private static final int BATCHES = 500;
    private static final String EVIL = "<img src=x onerror=document.title='owned'>";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private Chromium chromium;

    @Test
    void fiveHundredBatchesLiveFilteredCancelledAndConnectedAgain() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "there is no Chromium or Chrome on the PATH");
        Scenario scenario = Scenario.parse(
                "{\"faults\": [{\"fault\": \"job-fails\", \"reason\": \"the disk is full\", \"when\": {\"batchName\":"
                        + " \"failing*\"}}], \"durations\": {\"job\": \"10m\"}, \"clusters\": [{\"name\": \"This"
                        + " Computer\", \"nodes\": [{\"name\": \"mac\", \"instances\": 8}]}]}");
        try (WatchedFarm farm = new WatchedFarm(folder, scenario);
                Chromium browser = Chromium.start(program.get(), folder)) {
            chromium = browser;
            List<QmasterBatch> batches = new ArrayList<>();
            farm.submit("failing");
            batches.add(farm.submit("runs"));
            farm.submit(EVIL);
            for (int number = 3; number < BATCHES; number++) {
                batches.add(farm.submit(BatchRequest.builder()
                        .batchName("Episode " + number)
                        .label("reel", String.valueOf(number % 10))));
            }
            farm.pass(Duration.ofMinutes(2));
            MonitorServer server = farm.serve();
            String url = server.url();

            chromium.resize(1280, 800);
            chromium.open(url);
            chromium.await("document.querySelectorAll('.batch').length === " + BATCHES);
            showsWhatFailsFirst(farm);
            changesByItself(farm);
            filters();
            showsDetails();
            cancels(farm);
            MonitorServer again = connectsAgain(farm, server, batches.get(batches.size() - 2));
            fitsAPhoneAndTheDark();

            assertThat(chromium.complaints()).isEmpty();
            assertThat(chromium.requests()).isNotEmpty().allMatch(request -> request.startsWith(again.url()));
            assertThat(again.url()).isEqualTo(url);
        }
    }

    private void showsWhatFailsFirst(WatchedFarm farm) throws Exception {
        // The engine tries it several times.
        farm.pass(Duration.ofHours(1));
        chromium.await("document.querySelector('.section:not([hidden]) .batch .name').textContent === 'failing'");
        assertThat(text(".section:not([hidden]) .batch .reason")).contains("the disk is full");
        assertThat(text("#section-ATTENTION")).isEqualTo("Needs attention 1");
        // Names are never markup.
        assertThat(count("img")).isZero();
        assertThat(chromium.evaluate("document.title").asString())
                .startsWith("1 need")
                .endsWith("Batch Monitor");
    }

    /** Only the rows that changed are touched: the others are the same elements with the same texts. */
    private void changesByItself(WatchedFarm farm) throws Exception {
        // The page renews the ages every few seconds. They are the same for the next hour, so no row is touched for
        // them.
        chromium.await("[...document.querySelectorAll('.age')].every(age => age.textContent === '1 h')");
        chromium.evaluate("globalThis.touched = new Set(); new MutationObserver(changes => changes.forEach(change =>"
                + " touched.add((change.target.closest ? change.target : change.target.parentElement)"
                + ".closest('.batch')?.querySelector('.name').textContent))).observe(document.getElementById('batches'),"
                + " {subtree: true, childList: true, characterData: true, attributes: true}); 0");
        String before = text(".RUNNING .batch .percent");
        farm.pass(Duration.ofMinutes(2));
        chromium.await("document.querySelector('.RUNNING .batch .percent').textContent !== '" + before + "'");
        assertThat(chromium.evaluate("[...touched].filter(name => name).length").intValue())
                .isBetween(1, 40);
        shoot("desktop");
    }

    private void filters() throws Exception {
        chromium.press("/");
        chromium.type("reel=3 episode");
        chromium.await("document.querySelectorAll('.batch:not([hidden])').length === 50");
        assertThat(chromium.evaluate("location.search").asString()).isEqualTo("?q=reel%3D3+episode");
        chromium.press("Escape");
        chromium.await("document.querySelectorAll('.batch:not([hidden])').length === " + BATCHES);
        click("#chip-ATTENTION");
        chromium.await("document.querySelectorAll('.section:not([hidden])').length === 1");
        click("#chip-ATTENTION");
        chromium.await("document.querySelectorAll('.section:not([hidden])').length > 2");
    }

    private void showsDetails() throws Exception {
        chromium.evaluate("document.querySelector('.ATTENTION .name').focus()");
        chromium.press("Enter");
        chromium.await("document.querySelectorAll('#details .part').length === 4");
        assertThat(text("#details-name")).isEqualTo("failing");
        assertThat(text("#details")).contains("out 1.mov").contains("the disk is full");
        shoot("details");
        chromium.press("Escape");
        chromium.await("document.getElementById('details').hidden");
        assertThat(chromium.evaluate("document.activeElement.textContent").asString())
                .isEqualTo("failing");
    }

    private void cancels(WatchedFarm farm) throws Exception {
        chromium.evaluate("[...document.querySelectorAll('.batch')].find(row => row.querySelector('.name').textContent"
                + " === 'Episode 499').querySelector('.action.cancel').click()");
        chromium.await("document.getElementById('confirm').open");
        shoot("confirm");
        click("#confirm-yes");
        chromium.await("[...document.querySelectorAll('.state')].some(state => state.textContent === 'Cancelling…')");
        chromium.await("performance.getEntriesByType('resource').some(entry => entry.name.endsWith('/cancel'))");
        farm.pass(Duration.ofSeconds(1));
        chromium.await("document.querySelectorAll('.ENDED .batch[data-kind=CANCELLED]').length === 1");
        assertThat(farm.live.now().rows().values().stream()
                        .filter(row -> row.record().state().equals(Optional.of(BatchState.CANCELLED)))
                        .flatMap(row -> row.record().plainName().stream()))
                .containsExactly("Episode 499");
    }

    private MonitorServer connectsAgain(WatchedFarm farm, MonitorServer server, QmasterBatch batch) throws Exception {
        int port = URI.create(server.url()).getPort();
        server.close();
        chromium.await("document.getElementById('connection').dataset.state === 'lost'");
        shoot("lost");
        farm.qmaster.cancel(batch.reference());
        farm.pass(Duration.ofSeconds(1));
        MonitorServer again = farm.serve("127.0.0.1:" + port, Optional.empty());
        chromium.await("document.getElementById('connection').dataset.state === 'live'");
        chromium.await("document.querySelectorAll('.ENDED .batch[data-kind=CANCELLED]').length === 2");
        assertThat(count(".batch")).isEqualTo(BATCHES);
        return again;
    }

    private void fitsAPhoneAndTheDark() throws Exception {
        chromium.prefer("dark");
        chromium.await("getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 27)'");
        shoot("dark");
        chromium.resize(390, 844);
        chromium.await("innerWidth === 390");
        assertThat(chromium.evaluate("document.documentElement.scrollWidth").intValue())
                .isEqualTo(390);
        shoot("phone-dark");
        chromium.prefer("light");
        click(".ATTENTION .name");
        chromium.await("document.querySelectorAll('#details .part').length === 4");
        assertThat(chromium.evaluate("document.getElementById('details').scrollWidth")
                        .intValue())
                .isLessThanOrEqualTo(390);
        shoot("phone-details");
        click("#details-close");
        shoot("phone");
    }

    @Test
    void aTokenIsAskedForOnceAndTakenOutOfTheUrl() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "there is no Chromium or Chrome on the PATH");
        try (WatchedFarm farm = new WatchedFarm(folder);
                Chromium browser = Chromium.start(program.get(), folder)) {
            chromium = browser;
            farm.submit("reel");
            farm.live.refresh();
            String url = farm.serve("127.0.0.1:0", Optional.of(new AccessToken(TOKEN)))
                    .url();

            chromium.open(url);
            chromium.await("!document.getElementById('login').hidden");
            shoot("login");
            chromium.open(url + "?show=waiting#token=" + TOKEN);
            chromium.await("document.querySelectorAll('.batch').length === 1");
            assertThat(chromium.evaluate("location.href").asString()).isEqualTo(url + "?show=waiting");
            assertThat(chromium.evaluate("document.cookie").asString()).isEmpty();

            chromium.open(url);
            chromium.await("document.querySelectorAll('.batch').length === 1");
        }
    }

    private void click(String selector) throws Exception {
        chromium.evaluate("document.querySelector('" + selector + "').click()");
    }

    private String text(String selector) throws Exception {
        return chromium.evaluate("document.querySelector('" + selector + "').textContent")
                .asString();
    }

    private int count(String selector) throws Exception {
        return chromium.evaluate("document.querySelectorAll('" + selector + "').length")
                .intValue();
    }

    /** Saves a picture if a folder for them is named, for a person to look at. */
    private void shoot(String name) throws Exception {
        String pictures = System.getProperty("qmaster.pictures", "");
        if (!pictures.isEmpty()) {
            chromium.screenshot(Files.createDirectories(Path.of(pictures)).resolve(name + ".png"));
        }
    }
}
