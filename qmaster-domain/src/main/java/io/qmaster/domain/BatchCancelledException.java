package io.qmaster.domain;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** The batch ended as cancelled. {@link #result()} holds the last status. */
public final class BatchCancelledException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private transient BatchResult result;

    /** Carries a failure with the end of the batch. */
    public BatchCancelledException(Failure failure, BatchResult result) {
        super(failure);
        this.result = result;
    }

    /** The last status, and what was found of the outputs. */
    public BatchResult result() {
        return result;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(SerialForm.of(result));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        result = (BatchResult) in.readObject();
    }
}
