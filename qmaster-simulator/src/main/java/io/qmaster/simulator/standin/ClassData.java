package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a class-data archive, which halves the run time of a program. It is for one Java version and one class path;
 * Java ignores an archive that does not match, and programs run without one if it cannot be created.
 */
final class ClassData {
    private static final Logger LOG = LoggerFactory.getLogger(ClassData.class);
    private static final int PATIENCE_SECONDS = 60;

    private ClassData() {}

    /** Creates it from the classes that a rehearsal loads. */
    static void make(Path archive, List<String> rehearsing) throws IOException, InterruptedException {
        Path draft = Files.createTempFile(archive.getParent(), "new", ".jsa");
        List<String> words = new ArrayList<>(rehearsing);
        words.add(1, "-XX:ArchiveClassesAtExit=" + draft);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process rehearsal = builder.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            if (rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && Files.size(draft) > 0) {
                // Java replaces the file, with the permissions of the umask.
                PrivateFiles.restrict(draft);
                Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                LOG.warn("the class-data archive {} could not be created; stand-ins start slowly", archive);
            }
        } finally {
            rehearsal.destroyForcibly();
            Files.deleteIfExists(draft);
        }
    }
}
