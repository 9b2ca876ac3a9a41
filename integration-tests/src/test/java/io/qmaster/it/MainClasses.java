package io.qmaster.it;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.util.List;

/** The classes that the modules publish, without their tests. */
final class MainClasses {
    /** The package of each module that publishes classes, which are all except the integration tests. */
    static final List<String> ROOTS =
            List.of("io.qmaster.domain", "io.qmaster.compressor", "io.qmaster.simulator", "io.qmaster.cli");

    private MainClasses() {}

    static JavaClasses ofAllModules() {
        return new ClassFileImporter()
                .importUrls(ROOTS.stream().map(MainClasses::home).toList());
    }

    /** The location of the main classes of a package: a folder, or a jar if the module is packed. */
    private static URL home(String root) {
        try {
            // Test classes are in another folder, and tests have no package-info.
            return Class.forName(root + ".package-info")
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("the module of " + root + " is not on the class path", missing);
        }
    }
}
