package io.qmaster.cli.command;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Stand-in programs that were installed.
 *
 * @param batchMonitor the executable of Batch Monitor, if the generation has one
 * @param state the folder of their queue, as {@code --simulator-dir} takes it
 */
public record InstalledPrograms(Path compressor, Optional<Path> batchMonitor, Path state) {}
