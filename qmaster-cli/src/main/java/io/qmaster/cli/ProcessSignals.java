package io.qmaster.cli;

import io.qmaster.cli.command.Signals;
import java.util.function.Consumer;

/** The signals of this process. The JDK has no public API for signals; JLine wraps the internal one. */
final class ProcessSignals implements Signals {
    @Override
    public void deliverTo(Consumer<Signal> receiver) {
        for (Signal signal : Signal.values()) {
            org.jline.utils.Signals.register(signal.name(), () -> receiver.accept(signal));
        }
    }
}
