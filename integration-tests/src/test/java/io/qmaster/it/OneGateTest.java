package io.qmaster.it;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.qmaster.cli.output.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** All output to stdout, stderr and the log file passes through the classes that clean it. */
@Execution(ExecutionMode.CONCURRENT)
class OneGateTest {
    /** The stand-in applications are separate programs, whose output is that of an engine. */
    private static final DescribedPredicate<JavaClass> STAND_INS = resideInAPackage("io.qmaster.simulator.standin..");

    private static final JavaClasses HOUSE = MainClasses.ofAllModules().that(DescribedPredicate.not(STAND_INS));

    private static final String MAIN = "io\\.qmaster\\.cli\\.Main";
    private static final String GATE = "io\\.qmaster\\.cli\\.output\\.(Console|GatedStream)";
    private static final String LOGGING =
            "io\\.qmaster\\.cli\\.(Logging|LogLine|JsonLogLine|LogbackBegin|UnconfiguredLogback)";

    private static ArchRule theStreamsOfTheProcess() {
        return noClasses()
                .that(are(not(MAIN)))
                .should()
                .accessTargetWhere(target(nameMatching("out|err|console|setOut|setErr"))
                        .and(target(owner(assignableTo(System.class))))
                        .or(target(nameMatching("out|err"))
                                .and(target(owner(assignableTo(java.io.FileDescriptor.class))))));
    }

    private static ArchRule streamsForPeople() {
        return noClasses()
                .that(are(not(MAIN + "|" + GATE)))
                .should()
                .dependOnClassesThat(assignableTo(PrintStream.class).or(assignableTo(PrintWriter.class)));
    }

    private static ArchRule stackTraces() {
        return noClasses()
                .should()
                .accessTargetWhere(
                        target(nameMatching("printStackTrace")).and(target(owner(assignableTo(Throwable.class)))));
    }

    @Test
    void onlyMainTouchesTheStreamsOfTheProcess() {
        theStreamsOfTheProcess().check(HOUSE);
    }

    @Test
    void onlyTheConsolePrints() {
        streamsForPeople().check(HOUSE);
    }

    @Test
    void noClassPrintsAStackTraceAsTheJdkDoes() {
        stackTraces().check(HOUSE);
    }

    /** {@code test -t 2} needs access to the terminal itself, and prints nothing. */
    @Test
    void noProcessThatIsStartedWritesToTheStreamsOfTheProgram() {
        noClasses()
                .that(are(not("io\\.qmaster\\.cli\\.output\\.Terminal")))
                .should()
                .accessField(Redirect.class, "INHERIT")
                .orShould()
                .callMethod(ProcessBuilder.class, "inheritIO")
                .check(HOUSE);
    }

    @Test
    void theLogIsWrittenInTheFormatsThatCleanIt() {
        noClasses()
                .that(are(not(LOGGING + "|io\\.qmaster\\.cli\\.ConsoleAppender")))
                .should()
                .dependOnClassesThat(resideInAPackage("ch.qos.logback.."))
                .check(HOUSE);
        noClasses()
                .that(are(not("io\\.qmaster\\.cli\\.JsonLogLine")))
                .should()
                .callConstructor(ch.qos.logback.classic.encoder.JsonEncoder.class)
                .check(HOUSE);
    }

    @Test
    void theRulesSeeWhatIsForbidden() {
        JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);

        assertThat(theStreamsOfTheProcess().evaluate(careless).hasViolation()).isTrue();
        assertThat(streamsForPeople().evaluate(careless).hasViolation()).isTrue();
        assertThat(stackTraces().evaluate(careless).hasViolation()).isTrue();
        assertThat(HOUSE.contain(Console.class)).isTrue();
    }

    private static DescribedPredicate<JavaClass> not(String names) {
        return DescribedPredicate.describe(
                "not " + names,
                type -> !type.getName().replaceFirst("\\$.*", "").matches(names));
    }

    /** Bypasses the console in every way. */
    private static final class Careless {
        @SuppressWarnings({"SystemOut", "UnusedMethod"})
        void print(Throwable thrown) {
            System.err.println(thrown);
            thrown.printStackTrace();
        }
    }
}
