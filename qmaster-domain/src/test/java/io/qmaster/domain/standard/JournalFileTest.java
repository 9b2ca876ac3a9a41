package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    private final JournalFolder folder;
    private final JournalFile file;
    private final List<String> read = new ArrayList<>();
    private final JournalFile.Reader reader = new JournalFile.Reader() {
        @Override
        public void restarted() {
            read.add("from the beginning");
        }

        @Override
        public void line(String line) {
            read.add(line);
        }
    };

    JournalFileTest(@TempDir Path temporary) {
        folder = new JournalFolder(temporary);
        file = new JournalFile(folder);
    }

    @BeforeEach
    void make() throws IOException {
        file.prepare();
        file.append("one", false);
        file.follow(reader);
        read.clear();
    }

    @Test
    void whatWasReadIsNotReadAgain() throws IOException {
        file.follow(reader);
        assertThat(read).isEmpty();

        new JournalFile(folder).append("two\nthree", false);
        file.follow(reader);
        file.follow(reader);

        assertThat(read).containsExactly("two", "three");
    }

    @Test
    void aFileThatWasReplacedIsReadFromTheBeginning() throws IOException {
        new JournalFile(folder).keep("one"::equals);

        file.follow(reader);
        file.follow(reader);

        assertThat(read).hasSize(3).startsWith("from the beginning").endsWith("one");
    }
}
