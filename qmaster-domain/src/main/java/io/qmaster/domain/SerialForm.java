package io.qmaster.domain;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The serial form of records of this package with {@link Optional} and {@link Path} components, which Java does not
 * serialise. Exceptions are left out: the exception that carries a failure already has its cause.
 */
final class SerialForm implements Serializable {
    private static final long serialVersionUID = 1L;

    private enum Kind {
        RECORD,
        LIST,
        MAP,
        OPTIONAL,
        OPTIONAL_INT,
        OPTIONAL_LONG,
        PATH
    }

    private final Kind kind;
    private final String type;
    /** Each part is serialisable. */
    private final @Nullable Object[] parts;

    private SerialForm(Kind kind, String type, @Nullable Object... parts) {
        this.kind = kind;
        this.type = type;
        this.parts = parts;
    }

    /** The serial form of a value. */
    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Record components) {
            return ofRecord(components);
        }
        if (value instanceof Optional<?> optional) {
            return new SerialForm(Kind.OPTIONAL, "", of(optional.orElse(null)));
        }
        if (value instanceof OptionalInt optional) {
            return new SerialForm(Kind.OPTIONAL_INT, "", optional.isPresent() ? optional.getAsInt() : null);
        }
        if (value instanceof OptionalLong optional) {
            return new SerialForm(Kind.OPTIONAL_LONG, "", optional.isPresent() ? optional.getAsLong() : null);
        }
        if (value instanceof List<?> list) {
            return new SerialForm(
                    Kind.LIST, "", list.stream().map(SerialForm::of).toArray());
        }
        if (value instanceof Map<?, ?> map) {
            return new SerialForm(
                    Kind.MAP,
                    "",
                    map.entrySet().stream()
                            .flatMap(entry -> Arrays.stream(new Object[] {of(entry.getKey()), of(entry.getValue())}))
                            .toArray());
        }
        if (value instanceof Path path) {
            return new SerialForm(Kind.PATH, "", path.toString());
        }
        return value instanceof Throwable ? null : value;
    }

    /** The serial form of a record of this package. */
    static SerialForm ofRecord(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        @Nullable Object[] parts = new Object[components.length];
        try {
            for (int index = 0; index < components.length; index++) {
                parts[index] = of(components[index].getAccessor().invoke(value));
            }
        } catch (ReflectiveOperationException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return new SerialForm(Kind.RECORD, value.getClass().getName(), parts);
    }

    /** Replaces this form by the value. */
    private Object readResolve() throws ObjectStreamException {
        return switch (kind) {
            case RECORD -> record();
            case LIST -> List.of(parts);
            case MAP -> map();
            case OPTIONAL -> Optional.ofNullable(parts[0]);
            case OPTIONAL_INT -> parts[0] == null ? OptionalInt.empty() : OptionalInt.of((Integer) parts[0]);
            case OPTIONAL_LONG -> parts[0] == null ? OptionalLong.empty() : OptionalLong.of((Long) parts[0]);
            case PATH -> Path.of((String) parts[0]);
        };
    }

    private Object map() {
        Map.Entry<?, ?>[] entries = new Map.Entry<?, ?>[parts.length / 2];
        for (int index = 0; index < entries.length; index++) {
            entries[index] = Map.entry(parts[2 * index], parts[2 * index + 1]);
        }
        return Map.ofEntries(entries);
    }

    /** Only records of this package: the stream is not trusted. */
    private Object record() throws InvalidObjectException {
        try {
            Class<?> known = Class.forName(type, false, SerialForm.class.getClassLoader());
            if (!known.isRecord() || !known.getPackageName().equals(SerialForm.class.getPackageName())) {
                throw new InvalidObjectException("not a value of this library: " + type);
            }
            Class<?>[] types = Arrays.stream(known.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return known.getDeclaredConstructor(types).newInstance(parts);
        } catch (ReflectiveOperationException | IllegalArgumentException unknown) {
            InvalidObjectException invalid = new InvalidObjectException("not a value of this version: " + type);
            invalid.initCause(unknown);
            throw invalid;
        }
    }
}
