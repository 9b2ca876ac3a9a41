package io.qmaster.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Distinguishes parts of the JDK for rules: its modules, and the classes of {@code java.base} with external effects.
 */
final class Jdk {
    private static final DescribedPredicate<JavaAccess<?>> NOTHING = DescribedPredicate.alwaysFalse();

    private Jdk() {}

    static DescribedPredicate<JavaClass> anyModule() {
        return packagesOf(ModuleLayer.boot().modules().stream()).as("the JDK");
    }

    static DescribedPredicate<JavaClass> modules(String... names) {
        return packagesOf(Arrays.stream(names)
                        .map(name -> ModuleLayer.boot().findModule(name).orElseThrow()))
                .as(String.join(", ", names));
    }

    private static DescribedPredicate<JavaClass> packagesOf(Stream<Module> modules) {
        Set<String> packages =
                modules.flatMap(module -> module.getPackages().stream()).collect(Collectors.toUnmodifiableSet());
        return DescribedPredicate.describe("JDK", type -> packages.contains(type.getPackageName()));
    }

    static ArchCondition<JavaClass> touchFiles() {
        return touch(
                "files",
                types("java\\.io\\.(File.*|RandomAccessFile)"
                        + "|java\\.nio\\.file\\.(Files|FileSystems|FileStore|SecureDirectoryStream|DirectoryStream.*|Watch.*)"
                        + "|java\\.nio\\.channels\\.(FileChannel|FileLock|AsynchronousFileChannel)"
                        + "|java\\.util\\.zip\\.Zip.*|java\\.util\\.jar\\..*"),
                calls("java.nio.file.Path", "toRealPath|toAbsolutePath|toFile|toUri|register"));
    }

    /** Waiting with a {@code TimeUnit} also uses the machine's clock. */
    static ArchCondition<JavaClass> readTheWallClock() {
        return touch(
                "the wall clock",
                types("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Date|Calendar|GregorianCalendar)"
                        + "|java\\.util\\.concurrent\\.TimeUnit"),
                calls("java\\.time\\..*\\.now\\(.*\\)")
                        .or(calls("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)")));
    }

    /** Code that catches an {@code InterruptedException} may interrupt its own thread again. */
    static ArchCondition<JavaClass> useThreads() {
        return touch(
                "threads",
                types("java\\.lang\\.Thread(Group|\\$.*)"
                        + "|java\\.util\\.(Timer|TimerTask)"
                        + "|java\\.util\\.concurrent\\.(Executor.+|.*ExecutorService|.*ThreadPoolExecutor|ForkJoin.*)"
                        + "|java\\.util\\.concurrent\\.locks\\.LockSupport"),
                calls("java.lang.Thread", "(?!(currentThread|interrupt|interrupted|isInterrupted)$).*")
                        .or(calls(
                                "java.util.concurrent.CompletionStage",
                                ".*Async|orTimeout|completeOnTimeout|delayedExecutor"))
                        .or(calls("java.util.Collection", "parallelStream"))
                        .or(calls("java.util.stream.BaseStream", "parallel"))
                        .or(calls("java.util.Arrays", "parallel.*")));
    }

    static ArchCondition<JavaClass> runProcesses() {
        return touch(
                "processes", types("java\\.lang\\.Process(|Builder|Handle)(\\$.*)?|java\\.lang\\.Runtime"), NOTHING);
    }

    static ArchCondition<JavaClass> useTheConsole() {
        return touch(
                "the console",
                types("java\\.io\\.Console"),
                calls("java\\.lang\\.System\\.(in|out|err|console\\(\\))"));
    }

    /** Randomness without a seed, and anything else that differs from run to run. */
    static ArchCondition<JavaClass> useGlobalRandomness() {
        return touch(
                "global randomness",
                types("java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom"),
                calls("java\\.lang\\.(Strict)?Math\\.random\\(\\)")
                        .or(calls("java\\.util\\.(Splittable)?Random\\.<init>\\(\\)"))
                        .or(calls("java\\.util\\.random\\.RandomGenerator.*\\.(getDefault|of)\\(.*\\)"))
                        .or(calls("java\\.util\\.random\\.RandomGeneratorFactory\\.create\\(\\)"))
                        .or(calls("java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)"))
                        .or(calls("java\\.util\\.UUID\\.randomUUID\\(\\)"))
                        .or(calls("java\\.lang\\.System\\.identityHashCode\\(.*\\)")));
    }

    static ArchCondition<JavaClass> useTheNetwork() {
        return touch(
                "the network",
                types("java\\.net\\.http\\..*|com\\.sun\\.net\\.httpserver\\..*"
                        + "|java\\.net\\.([A-Za-z]*URLConnection|[A-Za-z]*Socket[A-Za-z]*)"
                        + "|java\\.nio\\.channels\\.[A-Za-z]*SocketChannel"),
                calls("java\\.net\\.URL\\.(openConnection|openStream|getContent)\\(.*\\)"));
    }

    static ArchCondition<JavaClass> endTheProgram() {
        return touch(
                "the end of the program",
                types("(?!)"),
                calls("java\\.lang\\.(System|Runtime)\\.(exit|halt)\\(int\\)"));
    }

    static ArchCondition<JavaClass> sleep() {
        return touch(
                "sleep",
                types("(?!)"),
                calls("java\\.lang\\.Thread\\.sleep\\(.*\\)")
                        .or(calls("java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*\\)")));
    }

    private static ArchCondition<JavaClass> touch(
            String what, DescribedPredicate<JavaClass> types, DescribedPredicate<JavaAccess<?>> accesses) {
        return ArchConditions.dependOnClassesThat(types)
                .or(ArchConditions.accessTargetWhere(accesses))
                .as("touch " + what);
    }

    private static DescribedPredicate<JavaClass> types(String names) {
        Pattern pattern = Pattern.compile(names);
        return DescribedPredicate.describe(
                "are named " + names, type -> pattern.matcher(type.getName()).matches());
    }

    /** Calls of methods, and references to them, by their full names. */
    private static DescribedPredicate<JavaAccess<?>> calls(String fullNames) {
        Pattern pattern = Pattern.compile(fullNames);
        return DescribedPredicate.describe(
                "is " + fullNames,
                access -> pattern.matcher(access.getTarget().getFullName()).matches());
    }

    /** Calls of methods of a type and of what it is a supertype of. */
    private static DescribedPredicate<JavaAccess<?>> calls(String owner, String names) {
        Pattern pattern = Pattern.compile(names);
        return DescribedPredicate.describe(
                "is " + owner + "." + names,
                access -> access.getTarget() instanceof CodeUnitAccessTarget target
                        && pattern.matcher(target.getName()).matches()
                        && assignableTo(owner).test(target.getOwner()));
    }
}
