package io.qmaster.domain;

import java.util.List;

/**
 * Whether a submission would work, and why not. For library consumers and authors of backends. Immutable and
 * thread-safe.
 *
 * @param findings the checks, in display order
 */
public record EngineHealth(List<HealthFinding> findings) {
    /** Copies the findings. */
    public EngineHealth {
        findings = List.copyOf(findings);
    }

    /** Whether a submission would work: nothing failed. */
    public boolean isReady() {
        return findings.stream().noneMatch(finding -> finding.status() == HealthFinding.Status.FAILED);
    }
}
