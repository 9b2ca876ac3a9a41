package io.qmaster.domain.internal.order;

import io.qmaster.domain.FileMark;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.List;

/** By what a source is known to be unchanged: a movie, or a folder of frames. */
public final class SourceMark {
    private SourceMark() {}

    /**
     * What is seen of a source. A folder's own facts tell of no frame that grows, and change when somebody looks into it
     * with the Finder: it is marked by its frames.
     */
    public static FileMark of(Path source, FileFacts facts, MediaFiles files) {
        if (!facts.isFolder()) {
            return facts.mark();
        }
        List<FileFacts> frames = KnownOutput.frames(source, files);
        return new FileMark(KnownOutput.bytes(frames), KnownOutput.newest(frames));
    }
}
