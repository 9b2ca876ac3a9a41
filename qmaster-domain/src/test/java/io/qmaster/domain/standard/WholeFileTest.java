package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WholeFileTest {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(1);

    /** A stream whose reads a test defines. */
    private static InputStream stream(Reading reading) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int at, int most) throws IOException {
                return reading.read(most);
            }
        };
    }

    /** The number of zeroes that a read returns. */
    @FunctionalInterface
    private interface Reading {
        int read(int most) throws IOException;
    }

    @Test
    void aStreamThatNeverSendsAnythingIsNotWaitedForIndefinitely() {
        InputStream silent = stream(most -> {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException closed) {
                throw new IOException(closed);
            }
        });

        assertThatThrownBy(() -> WholeFile.read(silent, 10, MOMENT, LONG, new WallClock()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it sent nothing for ");
    }

    @Test
    void aStreamThatNeverEndsIsReadNoFurtherThanItsBound() {
        assertThatThrownBy(() -> WholeFile.read(stream(most -> most), 1 << 20, LONG, LONG, new WallClock()))
                .isInstanceOf(IOException.class)
                .hasMessage("it is larger than 1 MiB");
    }

    @Test
    void aStreamThatTricklesIndefinitelyHasATimeToEnd() {
        assertThatThrownBy(
                        () -> WholeFile.read(stream(most -> 1), Integer.MAX_VALUE - 1, LONG, MOMENT, new WallClock()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it did not end within ");
    }

    @Test
    void whyAStreamCannotBeReadIsReported() {
        InputStream broken = stream(most -> {
            throw new IOException("broken pipe");
        });

        assertThatThrownBy(() -> WholeFile.read(broken, 10))
                .isInstanceOf(IOException.class)
                .hasMessage("broken pipe");
    }

    @Property(tries = 200)
    void aStreamIsReadWholeOrRefusedByItsSize(
            @ForAll @Size(max = 300) byte[] content, @ForAll @IntRange(min = 1, max = 300) int atMost)
            throws IOException {
        InputStream in = new ByteArrayInputStream(content);

        if (content.length <= atMost) {
            assertThat(WholeFile.read(in, atMost)).isEqualTo(content);
        } else {
            assertThatThrownBy(() -> WholeFile.read(in, atMost)).isInstanceOf(IOException.class);
        }
    }
}
