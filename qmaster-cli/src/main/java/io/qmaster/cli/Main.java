package io.qmaster.cli;

/** Starts the {@code qmaster} program. */
public final class Main {
    private Main() {}

    /**
     * Prints the program's name and version.
     *
     * @param arguments not looked at yet
     */
    public static void main(String[] arguments) {
        String version = Main.class.getPackage().getImplementationVersion();
        System.out.println("qmaster " + (version == null ? "(not packaged)" : version));
    }
}
