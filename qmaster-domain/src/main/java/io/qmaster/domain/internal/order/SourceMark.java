package io.qmaster.domain.internal.order;

import io.qmaster.domain.FileMark;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.List;

/** The mark of a source: a movie, or a folder of frames. */
public final class SourceMark {
    private SourceMark() {}

    /**
     * The mark of a source. A folder's own attributes do not change when a frame grows, and do when the Finder shows
     * it, so the frames are used.
     */
    public static FileMark of(Path source, FileFacts facts, MediaFiles files) {
        if (!facts.isFolder()) {
            return facts.mark();
        }
        List<FileFacts> frames = KnownOutput.frames(source, files);
        return new FileMark(KnownOutput.bytes(frames), KnownOutput.newest(frames));
    }
}
