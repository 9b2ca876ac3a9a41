package io.qmaster.simulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives every test a simulated Qmaster of its own, on virtual time: hours pass in milliseconds, and everything is repeatable.
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
 * <p>Test methods, {@code @BeforeEach} and {@code @AfterEach} can take as parameters a {@link io.qmaster.domain.Qmaster}, the
 * {@link io.qmaster.simulator.VirtualSimulator} below it with the log of what happened in the engine, its {@link
 * io.qmaster.domain.standard.VirtualClock}, and {@link SampleMedia}. Within one test they belong together; they are closed and
 * deleted after it. The ids of submissions count from the first on, so that the same test gives the same event log.
 *
 * <p>On a method it takes the place of that on the class. For a scenario that is built in Java, another policy, listeners or a journal, register a
 * {@link QmasterSimulation} instead; both at once would compete.
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
