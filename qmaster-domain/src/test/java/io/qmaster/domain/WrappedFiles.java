package io.qmaster.domain;

import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.MovieShape;
import io.qmaster.domain.standard.LocalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of this machine with one method replaced by a test. */
class WrappedFiles implements MediaFiles {
    private final LocalFiles local = new LocalFiles();

    @Override
    public Path absolute(Path path) {
        return local.absolute(path);
    }

    @Override
    public Path resolved(Path path) {
        return local.resolved(path);
    }

    @Override
    public FileFacts look(Path path) {
        return local.look(path);
    }

    @Override
    public boolean isWritable(Path folder) {
        return local.isWritable(folder);
    }

    @Override
    public List<Path> filesIn(Path folder) {
        return local.filesIn(folder);
    }

    @Override
    public List<String> namesIn(Path folder) {
        return local.namesIn(folder);
    }

    @Override
    public String identity(Path path) {
        return local.identity(path);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        local.makeFolder(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        local.move(from, to);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        local.replace(from, to);
    }

    @Override
    public boolean isLink(Path path) {
        return local.isLink(path);
    }

    @Override
    public MovieShape shape(Path movie) {
        return local.shape(movie);
    }

    @Override
    public Optional<String> contentMismatch(Path file, Path source) {
        return local.contentMismatch(file, source);
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        local.deleteTree(path);
    }

    @Override
    public long usableBytes(Path path) {
        return local.usableBytes(path);
    }

    @Override
    public Optional<Path> unmountedVolume(Path path) {
        return local.unmountedVolume(path);
    }

    @Override
    public void write(Path file, String text) throws IOException {
        local.write(file, text);
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        return local.lock(file);
    }
}
