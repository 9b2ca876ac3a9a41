package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.JournalContract;
import io.qmaster.domain.port.SubmissionJournal;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
    @Override
    protected SubmissionJournal journal() {
        return new MemoryJournal();
    }

    @Test
    void aNegativeNumberToRememberIsRefused() {
        assertThatThrownBy(() -> new MemoryJournal(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
