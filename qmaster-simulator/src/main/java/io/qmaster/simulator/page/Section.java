package io.qmaster.simulator.page;

/** A part of the page that a kind of report adds. */
public interface Section {
    /** Adds its markup. */
    void addTo(Html html, TimeScale scale);
}
