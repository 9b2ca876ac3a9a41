package io.qmaster.domain.feed;

import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;

/** How a run is fed, as {@link Feeder.Builder} describes it. Immutable. */
record FeedSettings(
        Qmaster qmaster,
        MediaFiles files,
        Timekeeper time,
        int perBatch,
        int ahead,
        FeedOrder order,
        Optional<Duration> waitForVolume,
        boolean detached,
        FeedListener listener,
        Preparation preparation) {}
