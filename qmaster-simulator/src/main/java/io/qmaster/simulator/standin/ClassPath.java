package io.qmaster.simulator.standin;

import io.qmaster.domain.Qmaster;
import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.encode.Ffmpeg;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * The jar files that the programs need: those of this process. A directory of classes, as in a build, is packed, since
 * Java cannot create a class-data archive of it, and since the next build changes it. A jar file with a space in its
 * path is copied.
 */
final class ClassPath {
    private static final List<Class<?>> NEEDED = List.of(
            Simulator.class,
            Qmaster.class,
            JsonNode.class,
            JsonParser.class,
            LoggerFactory.class,
            Ffmpeg.LIBRARY,
            annotations());

    private ClassPath() {}

    /** Finds the jar files; packs or copies into a folder what Java cannot create an archive of. */
    static List<Path> packedInto(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Class<?> needed : NEEDED) {
            Path origin = originOf(needed);
            Path file = Files.isDirectory(origin) || holdsSpace(origin)
                    ? folder.resolve(NEEDED.indexOf(needed) + ".jar")
                    : origin;
            if (!file.equals(origin)) {
                PrivateFiles.makeFile(file);
                PrivateFiles.restrict(file);
                fill(file, origin);
            }
            if (!files.contains(file)) {
                files.add(file);
            }
        }
        return List.copyOf(files);
    }

    /** Java 17 ignores a class-data archive of jar files with a space in their paths. */
    private static boolean holdsSpace(Path file) {
        return file.toString().contains(" ");
    }

    private static Class<?> annotations() {
        try {
            return Class.forName("com.fasterxml.jackson.annotation.JsonFormat");
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("Jackson is not complete", missing);
        }
    }

    private static Path originOf(Class<?> type) {
        CodeSource origin = type.getProtectionDomain().getCodeSource();
        if (origin == null) {
            throw new IllegalStateException("it is not known which file " + type + " comes from");
        }
        try {
            return Path.of(origin.getLocation().toURI()).toRealPath();
        } catch (URISyntaxException | IOException unusable) {
            throw new IllegalStateException("a stand-in cannot run from " + origin.getLocation(), unusable);
        }
    }

    private static void fill(Path jar, Path origin) throws IOException {
        if (Files.isDirectory(origin)) {
            pack(origin, jar);
        } else {
            try (OutputStream out = Files.newOutputStream(jar)) {
                Files.copy(origin, out);
            }
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
    }
}
