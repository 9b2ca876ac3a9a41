package io.qmaster.domain.internal;

import io.qmaster.domain.BatchRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Tells whether two requests are the same, without keeping them. */
public final class RequestFingerprint {
    private final DataOutputStream out;
    private final UnaryOperator<Path> absolute;

    private RequestFingerprint(DataOutputStream out, UnaryOperator<Path> absolute) {
        this.out = out;
        this.absolute = absolute;
    }

    /**
     * The same text for the same request, another one for another. A password is no part of it.
     *
     * @param request the request
     * @param absolute what makes a path absolute: the same relative path means another file in another folder
     */
    public static String of(BatchRequest request, UnaryOperator<Path> absolute) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new RequestFingerprint(new DataOutputStream(bytes), absolute).write(request);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException | ReflectiveOperationException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Everything with its length before it, so that no two requests are written alike. */
    private void write(Object part) throws IOException, ReflectiveOperationException {
        if (part instanceof Record) {
            write(part.getClass().getName());
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                write(component.getAccessor().invoke(part));
            }
        } else if (part instanceof Optional<?> optional) {
            write(optional.map(List::<Object>of).orElse(List.of()));
        } else if (part instanceof Map<?, ?> map) {
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(entry.getKey());
                write(entry.getValue());
            }
        } else if (part instanceof Path path) {
            write(absolute.apply(path).toString());
        } else if (part instanceof Collection<?> collection) {
            out.writeInt(collection.size());
            for (Object element : collection) {
                write(element);
            }
        } else {
            byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
    }
}
