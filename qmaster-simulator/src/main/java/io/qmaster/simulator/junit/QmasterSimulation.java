package io.qmaster.simulator.junit;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBuilder;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ScenarioException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The JUnit extension of {@link SimulatedQmaster}. Register it yourself for another scenario:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final QmasterSimulation SIMULATION = QmasterSimulation.of(Scenario.builder()
 *                 .cluster(SimulatedCluster.of("FCS Cluster", new ServiceNode("node-1", 2, 1)))
 *                 .fault(new Fault.SubmissionRefused(Trigger.once()))
 *                 .build())
 *         .policy(Policy.DEFAULT.fallback(Policy.Fallback.NEVER))
 *         .onEvent(event -> System.out.println(event));
 * }</pre>
 *
 * <p>The field can be static or not: every test gets its own simulation. Immutable and thread-safe: tests may run in
 * parallel.
 */
@SuppressWarnings("exports") // JUnit is optional
public final class QmasterSimulation implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(QmasterSimulation.class);
    private static final Map<Class<?>, Function<Stage, Object>> PARTS = Map.of(
            Qmaster.class, Stage::qmaster,
            VirtualSimulator.class, Stage::simulator,
            VirtualClock.class, stage -> stage.simulator().clock(),
            SampleMedia.class, Stage::media);

    private final Optional<Scenario> scenario;
    private final Consumer<QmasterBuilder> differences;

    /** A simulation of the scenario of {@link SimulatedQmaster}, by default {@code calm}. */
    public QmasterSimulation() {
        this(Optional.empty(), defaults -> {});
    }

    private QmasterSimulation(Optional<Scenario> scenario, Consumer<QmasterBuilder> differences) {
        this.scenario = scenario;
        this.differences = differences;
    }

    /** A simulation of a scenario. */
    public static QmasterSimulation of(Scenario scenario) {
        return new QmasterSimulation(Optional.of(scenario), defaults -> {});
    }

    /** A copy with another policy of the {@code Qmaster}. */
    public QmasterSimulation policy(Policy patience) {
        return with(qmaster -> qmaster.policy(patience));
    }

    /** A copy with a listener of the {@code Qmaster} of every test. */
    public QmasterSimulation listener(BatchListener listener) {
        return with(qmaster -> qmaster.listener(listener));
    }

    /** A copy with a consumer of every event of every test. */
    public QmasterSimulation onEvent(Consumer<BatchEvent> consumer) {
        return with(qmaster -> qmaster.onEvent(consumer));
    }

    /** A copy with a journal for each test. The supplier can return the same journal for several tests. */
    public QmasterSimulation journal(Supplier<? extends SubmissionJournal> journals) {
        return with(qmaster -> qmaster.journal(journals.get()));
    }

    private QmasterSimulation with(Consumer<QmasterBuilder> difference) {
        return new QmasterSimulation(scenario, differences.andThen(difference));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARTS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Function<Stage, Object> part = PARTS.get(type);
        if (part == null) {
            throw new ParameterResolutionException("there is no simulated " + type.getName());
        }
        if (context.getTestMethod().isEmpty() || isOfConstructor(parameter)) {
            throw new ParameterResolutionException(
                    "a simulated Qmaster exists for one test: take the " + type.getSimpleName()
                            + " as a parameter of a test method, @BeforeEach or @AfterEach, not of "
                            + parameter.getDeclaringExecutable());
        }
        return part.apply(stage(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Stage stage = context.getStore(NAMESPACE).remove(context.getUniqueId(), Stage.class);
        if (stage != null) {
            stage.close();
        }
    }

    private static boolean isOfConstructor(ParameterContext parameter) {
        return parameter.getDeclaringExecutable() instanceof Constructor;
    }

    private Stage stage(ExtensionContext context) {
        // JUnit 5 and 6 have different methods that compute an absent value. A test's context is used by its thread
        // alone.
        Store store = context.getStore(NAMESPACE);
        Stage stage = store.get(context.getUniqueId(), Stage.class);
        if (stage == null) {
            stage = Stage.of(scenario.orElseGet(() -> annotated(context)), differences);
            store.put(context.getUniqueId(), stage);
        }
        return stage;
    }

    /** The scenario of the nearest annotation: on the method, its class, or an enclosing class. */
    private static Scenario annotated(ExtensionContext context) {
        for (Optional<ExtensionContext> near = Optional.of(context);
                near.isPresent();
                near = near.get().getParent()) {
            Optional<SimulatedQmaster> annotation = near.get()
                    .getElement()
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, SimulatedQmaster.class));
            if (annotation.isPresent()) {
                return scenario(annotation.get().scenario(), context.getRequiredTestClass());
            }
        }
        return Scenario.named("calm");
    }

    private static Scenario scenario(String nameOrResource, Class<?> test) {
        try (InputStream resource =
                Scenario.names().contains(nameOrResource) ? null : test.getResourceAsStream(nameOrResource)) {
            return resource == null
                    ? Scenario.named(nameOrResource)
                    : Scenario.parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | ScenarioException invalid) {
            throw new ParameterResolutionException(
                    "@SimulatedQmaster(scenario = \"" + nameOrResource + "\") is neither a resource of "
                            + test.getName() + " that is a scenario nor the name of one: " + invalid.getMessage(),
                    invalid);
        }
    }
}
