package io.qmaster.it;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import io.qmaster.compressor.CompressorModule;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBuilder;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.simulator.SimulatorModule;
import io.qmaster.simulator.scenario.JsonText;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What each module may use, and what it must not. */
class LayeringTest {
    private static final JavaClasses HOUSE = MainClasses.ofAllModules();

    private static final String DOMAIN = "io.qmaster.domain..";
    private static final String PORTS = "io.qmaster.domain.port..";
    private static final String STANDARD = "io.qmaster.domain.standard..";
    private static final String JOURNAL = "io.qmaster.domain.journal..";
    private static final String INTERNAL = "io.qmaster.domain.internal..";
    private static final String COMPRESSOR = "io.qmaster.compressor..";
    private static final String SIMULATOR = "io.qmaster.simulator..";
    private static final String MODEL = "io.qmaster.simulator.model..";
    private static final String SCENARIO = "io.qmaster.simulator.scenario..";
    private static final String ENCODE = "io.qmaster.simulator.encode..";
    private static final String FOR_TESTS = "io.qmaster.simulator.junit..";
    private static final String CLI = "io.qmaster.cli..";
    private static final String WEBHOOKS = "io.qmaster.cli.webhook..";
    private static final String MONITOR = "io.qmaster.cli.monitor..";
    private static final String INTEGRATION_TESTS = "io.qmaster.it..";

    /** Joins the program with its adapters. */
    private static final String COMPOSITION_ROOT = "io.qmaster.cli.CompositionRoot";

    /** The entry point of the stand-in applications, which are separate programs. */
    private static final String STAND_IN = "io.qmaster.simulator.standin.StandInMain";

    private static final String JSPECIFY = "org.jspecify.annotations..";
    private static final String COMMONS_EXEC = "org.apache.commons.exec..";
    private static final String FFMPEG = "com.github.kokorin.jaffree..";
    private static final String JSOUP = "org.jsoup..";
    private static final String JACKSON = "[tools.jackson|com.fasterxml.jackson.annotation]..";
    private static final String GUICE = "[com.google.inject|jakarta.inject]..";
    private static final String SLF4J = "org.slf4j..";
    private static final String JUNIT = "[org.junit.jupiter.api|org.junit.platform.commons.support]..";
    private static final String PICOCLI = "picocli..";
    private static final String PROMETHEUS = "io.prometheus.metrics..";
    private static final String FAILSAFE = "dev.failsafe..";
    private static final String TERMINAL = "org.jline..";
    private static final String LOGGING_BACKEND = "ch.qos.logback..";

    @ParameterizedTest
    @FieldSource("io.qmaster.it.MainClasses#ROOTS")
    void theClassesOfEveryModuleAreLookedAt(String root) {
        assertThat(HOUSE.stream().filter(resideInAPackage(root + "..")).map(JavaClass::getSimpleName))
                .anyMatch(name -> !name.equals("package-info"));
    }

    @Test
    void nothingButTheClassesOfTheModulesIsLookedAt() {
        assertThat(HOUSE.stream().map(JavaClass::getName))
                .allMatch(name -> MainClasses.ROOTS.stream().anyMatch(name::startsWith))
                .noneMatch(name -> name.endsWith("Test") || name.endsWith("Contract"));
    }

    @Nested
    class TheDomain {
        @Test
        void usesTheJdksBaseAndXmlAndNoLibraryButJSpecify() {
            uses(DOMAIN, Jdk.modules("java.base", "java.xml"), JSPECIFY);
        }

        @Test
        void touchesNoFilesOutsideStandard() {
            never(Jdk.touchFiles());
        }

        @Test
        void readsNoClockOutsideStandard() {
            never(Jdk.readTheWallClock());
        }

        @Test
        void usesNoThreadsOutsideStandard() {
            never(Jdk.useThreads());
        }

        @Test
        void runsNoProcessesOutsideStandard() {
            never(Jdk.runProcesses());
        }

        @Test
        void usesNoConsoleOutsideStandard() {
            never(Jdk.useTheConsole());
        }

        @Test
        void keepsItsMachineryToItself() {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(INTERNAL)
                    .check(HOUSE);
        }

        /** The façade and its builder connect all packages of the domain; all other dependencies have one direction. */
        @Test
        void hasNoCycleBetweenItsPackages() {
            slices().matching("io.qmaster.(**)")
                    .should()
                    .beFreeOfCycles()
                    .ignoreDependency(belongToAnyOf(Qmaster.class, QmasterBuilder.class), alwaysTrue())
                    .check(HOUSE.that(resideInAPackage(DOMAIN)));
        }

        @Test
        void leavesTheChoiceOfDefaultsToQmaster() {
            noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .and()
                    .resideOutsideOfPackages(STANDARD, JOURNAL)
                    .and()
                    .doNotBelongToAnyOf(QmasterBuilder.class)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(STANDARD)
                    .check(HOUSE);
        }

        @Test
        void reachesTheWorldThroughItsPorts() {
            noClasses()
                    .that()
                    .resideInAPackage(PORTS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(INTERNAL, STANDARD, JOURNAL)
                    .check(HOUSE);
        }

        @Test
        void tellsEveryFailureAsAQmasterException() {
            classes()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .and()
                    .arePublic()
                    .and()
                    .areAssignableTo(Throwable.class)
                    .and()
                    // A port throws it to the domain; callers never see it.
                    .doNotBelongToAnyOf(VolumeNotAnsweringException.class)
                    .should()
                    .beAssignableTo(QmasterException.class)
                    .check(HOUSE);
        }

        @Test
        void hasValuesThatDoNotChange() {
            fields().that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage("io.qmaster.domain", PORTS)
                    .and()
                    .areDeclaredInClassesThat()
                    .arePublic()
                    .and()
                    .areDeclaredInClassesThat()
                    .haveSimpleNameNotEndingWith("Builder")
                    .should()
                    .beFinal()
                    .check(HOUSE);
        }

        private void never(ArchCondition<JavaClass> deed) {
            noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .and()
                    .resideOutsideOfPackages(STANDARD, JOURNAL)
                    .should(deed)
                    .check(HOUSE);
        }
    }

    @Nested
    class TheCompressorAdapter {
        @Test
        void usesTheDomainCommonsExecJsoupJacksonDdPlistSlf4jAndInItsModuleGuice() {
            uses(COMPRESSOR, Jdk.anyModule(), DOMAIN, COMMONS_EXEC, JSOUP, JACKSON, GUICE, SLF4J, JSPECIFY);
            usesGuiceOnlyIn(COMPRESSOR, CompressorModule.class);
        }

        @Test
        void doesNotKnowTheSimulator() {
            doesNotKnow(COMPRESSOR, SIMULATOR);
        }

        @Test
        void doesNotKnowTheProgram() {
            doesNotKnow(COMPRESSOR, CLI);
        }
    }

    @Nested
    class TheSimulator {
        @Test
        void usesTheDomainJacksonSlf4jAndInItsModuleGuice() {
            classes()
                    .that()
                    .resideInAPackage(SIMULATOR)
                    .and()
                    .resideOutsideOfPackages(FOR_TESTS, ENCODE)
                    .should()
                    .onlyDependOnClassesThat(
                            Jdk.anyModule().or(resideInAnyPackage(SIMULATOR, DOMAIN, JACKSON, GUICE, SLF4J, JSPECIFY)))
                    .check(HOUSE);
            usesGuiceOnlyIn(SIMULATOR, SimulatorModule.class);
        }

        @Test
        void hasAPageThatKnowsNeitherTheModelNorScenarios() {
            classes()
                    .that()
                    .resideInAPackage("io.qmaster.simulator.page..")
                    .should()
                    .onlyDependOnClassesThat(Jdk.modules("java.base")
                            .or(resideInAnyPackage("io.qmaster.simulator.page..", DOMAIN, JSPECIFY)))
                    .check(HOUSE);
        }

        @Test
        void usesTheFfmpegLibraryInEncodeAlone() {
            classes()
                    .that()
                    .resideInAPackage(ENCODE)
                    .should()
                    .onlyDependOnClassesThat(Jdk.anyModule()
                            .or(resideInAnyPackage(ENCODE, DOMAIN, FFMPEG, JACKSON, SLF4J, JSPECIFY))
                            .or(belongToAnyOf(JsonText.class)))
                    .check(HOUSE);
        }

        /** A mapper of Jackson 3 fails with older annotations, such as those that Spring Boot 3.5 manages. */
        @Test
        void mapsNoJsonToObjects() {
            noClasses()
                    .that()
                    .resideInAPackage(SIMULATOR)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(ObjectMapper.class)
                    .check(HOUSE);
            noClasses()
                    .that()
                    .resideInAPackage(SIMULATOR)
                    .should()
                    .callMethod(JsonNode.class, "toPrettyString")
                    .because("it uses a mapper")
                    .check(HOUSE);
        }

        @Test
        void hasAModelAndScenariosThatKnowNothingOfEncoding() {
            noClasses()
                    .that()
                    .resideInAnyPackage(MODEL, SCENARIO)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ENCODE)
                    .check(HOUSE);
        }

        @Test
        void usesJUnitForConsumersTestsAlone() {
            classes()
                    .that()
                    .resideInAPackage(FOR_TESTS)
                    .should()
                    .onlyDependOnClassesThat(Jdk.anyModule().or(resideInAnyPackage(SIMULATOR, DOMAIN, JUNIT, JSPECIFY)))
                    .check(HOUSE);
        }

        @Test
        void needsNothingOfWhatIsForConsumersTests() {
            noClasses()
                    .that()
                    .resideInAPackage(SIMULATOR)
                    .and()
                    .resideOutsideOfPackage(FOR_TESTS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(FOR_TESTS)
                    .check(HOUSE);
        }

        @Test
        void doesNotKnowTheCompressorAdapter() {
            doesNotKnow(SIMULATOR, COMPRESSOR);
        }

        @Test
        void doesNotKnowTheProgram() {
            doesNotKnow(SIMULATOR, CLI);
        }
    }

    /** Its behaviour depends only on the scenario, its seed and timed commands. */
    @Nested
    class TheSimulatorsModel {
        @Test
        void knowsNothingOfWhatIsAroundIt() {
            classes()
                    .that()
                    .resideInAPackage(MODEL)
                    .should()
                    .onlyDependOnClassesThat(
                            Jdk.modules("java.base").or(resideInAnyPackage(MODEL, SCENARIO, DOMAIN, JACKSON, JSPECIFY)))
                    .check(HOUSE);
        }

        @Test
        void readsNoWallClock() {
            never(Jdk.readTheWallClock());
        }

        @Test
        void usesNoGlobalRandomness() {
            never(Jdk.useGlobalRandomness());
        }

        @Test
        void usesNoThreads() {
            never(Jdk.useThreads());
        }

        @Test
        void runsNoProcesses() {
            never(Jdk.runProcesses());
        }

        private void never(ArchCondition<JavaClass> deed) {
            noClasses().that().resideInAnyPackage(MODEL, SCENARIO).should(deed).check(HOUSE);
        }

        @Test
        void touchesNoFiles() {
            noClasses().that().resideInAPackage(MODEL).should(Jdk.touchFiles()).check(HOUSE);
        }
    }

    @Nested
    class TheProgram {
        @Test
        void usesAllModulesPicocliAProgressBarAndALoggingBackend() {
            uses(
                    CLI,
                    Jdk.anyModule(),
                    DOMAIN,
                    COMPRESSOR,
                    SIMULATOR,
                    JACKSON,
                    GUICE,
                    SLF4J,
                    JSPECIFY,
                    PICOCLI,
                    FAILSAFE,
                    PROMETHEUS,
                    TERMINAL,
                    LOGGING_BACKEND);
        }

        @Test
        void speaksHttpInItsWebhooksAndItsMonitorAlone() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(WEBHOOKS, MONITOR)
                    .should(Jdk.useTheNetwork())
                    .check(HOUSE);
        }

        @Test
        void usesPrometheusInItsMetricsAlone() {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.qmaster.cli.metrics..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PROMETHEUS)
                    .check(HOUSE);
        }

        @Test
        void namesAdaptersInItsCompositionRootAlone() {
            noClasses()
                    .that()
                    .resideInAPackage(CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(COMPRESSOR, SIMULATOR)
                    .andShould()
                    .notHaveFullyQualifiedName(COMPOSITION_ROOT)
                    .check(HOUSE);
        }
    }

    @Nested
    class EveryModule {
        @Test
        void doesWithoutTheIntegrationTests() {
            doesNotKnow("io.qmaster..", INTEGRATION_TESTS);
        }

        /** The domain has a separate rule with an exception. */
        @ParameterizedTest
        @ValueSource(strings = {COMPRESSOR, SIMULATOR, CLI})
        void hasNoCycleBetweenItsPackages(String module) {
            slices().matching("io.qmaster.(**)").should().beFreeOfCycles().check(HOUSE.that(resideInAPackage(module)));
        }

        @Test
        void leavesTheEndOfTheProgramToThePrograms() {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(CLI)
                    .and()
                    .doNotHaveFullyQualifiedName(STAND_IN)
                    .should(Jdk.endTheProgram())
                    .check(HOUSE);
        }

        @Test
        void neverSleeps() {
            noClasses().should(Jdk.sleep()).check(HOUSE);
        }

        @Test
        void isInjectedThroughConstructors() {
            noFields()
                    .should()
                    .beAnnotatedWith("com.google.inject.Inject")
                    .orShould()
                    .beAnnotatedWith("jakarta.inject.Inject")
                    .check(HOUSE);
        }

        @ParameterizedTest
        @MethodSource("io.qmaster.it.LayeringTest#packages")
        void saysOfEveryPackageThatNullIsMarked(JavaPackage javaPackage) {
            assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                    .as(javaPackage.getName() + " is @NullMarked")
                    .isTrue();
        }
    }

    static Stream<JavaPackage> packages() {
        return HOUSE.stream().map(JavaClass::getPackage).distinct();
    }

    private static void uses(String module, DescribedPredicate<JavaClass> jdk, String... others) {
        String[] packages = Stream.concat(Stream.of(module), Stream.of(others)).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(jdk.or(resideInAnyPackage(packages)))
                .check(HOUSE);
    }

    private static void usesGuiceOnlyIn(String module, Class<?> moduleOfGuice) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .and(not(belongToAnyOf(moduleOfGuice)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GUICE)
                .check(HOUSE);
    }

    private static void doesNotKnow(String module, String other) {
        noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(other)
                .check(HOUSE);
    }
}
