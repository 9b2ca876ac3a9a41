package io.qmaster.domain.internal;

import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;

/** What an engine may be able to do, for calls that handle its failures anyway. */
public final class Capabilities {
    private Capabilities() {}

    /**
     * Whether an engine has a capability. If it does not say, for example because it is not installed any more, it is
     * assumed to: then the call that needs the capability fails, and reports why.
     */
    public static boolean mayInclude(Capability capability, Backend backend) {
        try {
            return backend.capabilities().contains(capability);
        } catch (RuntimeException notSaid) {
            return true;
        }
    }
}
