import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * Converts the class files of a library from the format of Java 5 to that of Java 8, which contains the types of all
 * variables. Java verifies older classes at every start, and does not store them or classes that refer to them in a
 * class-data archive. Nothing else changes. The build runs this file with {@code java}; the same input gives the same
 * bytes.
 */
final class ModernClassFiles {
    private ModernClassFiles() {}

    /** Converts a jar file. The arguments are the file to read and the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path library = Path.of(arguments[0]);
        Path written = Path.of(arguments[1]);
        Files.createDirectories(written.getParent());
        try (JarFile in = new JarFile(library.toFile());
                URLClassLoader classes = new URLClassLoader(new URL[] {library.toUri().toURL()});
                OutputStream file = Files.newOutputStream(written);
                JarOutputStream out = new JarOutputStream(file)) {
            for (JarEntry entry : Collections.list(in.entries())) {
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                try (InputStream content = in.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    out.write(entry.getName().endsWith(".class") ? modern(bytes, classes) : bytes);
                }
                out.closeEntry();
            }
        }
    }

    private static byte[] modern(byte[] bytes, ClassLoader classes) {
        ClassReader reader = new ClassReader(bytes);
        if (reader.readUnsignedShort(6) >= Opcodes.V1_8) {
            return bytes;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes;
            }
        };
        ClassVisitor upgrade = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(Opcodes.V1_8, access, name, signature, parent, interfaces);
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                return new JSRInlinerAdapter(method, access, name, descriptor, signature, exceptions);
            }
        };
        reader.accept(upgrade, 0);
        return writer.toByteArray();
    }
}
