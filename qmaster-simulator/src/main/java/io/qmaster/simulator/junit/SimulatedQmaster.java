package io.qmaster.simulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives every test its own simulated Qmaster on virtual time: hours pass in milliseconds, and results are repeatable.
 * For JUnit tests, which may run in parallel.
 *
 * <pre>{@code
 * @SimulatedQmaster(scenario = "calm")
 * class ArchiveTest {
 *     @Test
 *     void aReelIsArchived(Qmaster qmaster, SampleMedia media, VirtualSimulator simulator) throws Exception {
 *         BatchResult result = qmaster.submitAndWait(media.request("reel.mov").build());
 *
 *         assertTrue(Files.exists(media.output("reel.mov")));
 *         assertTrue(simulator.eventLog().stream().anyMatch(line -> line.contains("\"status\":\"Successful\"")));
 *     }
 * }
 * }</pre>
 *
 * <p>Test methods, {@code @BeforeEach} and {@code @AfterEach} can take as parameters a
 * {@link io.qmaster.domain.Qmaster}, the {@link io.qmaster.simulator.VirtualSimulator} that it uses, with the engine's
 * event log, its {@link io.qmaster.domain.standard.VirtualClock}, and {@link SampleMedia}. Within one test they belong
 * together; they are closed and deleted after it. Submission ids are repeatable, so that the same test gives the same
 * event log.
 *
 * <p>An annotation on a method replaces that on the class. For a scenario that is built in Java, another policy,
 * listeners or a journal, register a {@link QmasterSimulation} instead; do not use both.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(QmasterSimulation.class)
@SuppressWarnings("exports") // JUnit is optional
public @interface SimulatedQmaster {
    /** The name of a scenario that comes with the simulator, or a resource of the test's class such as {@code busy.json}. */
    String scenario() default "calm";
}
