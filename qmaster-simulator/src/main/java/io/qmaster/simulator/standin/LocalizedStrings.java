package io.qmaster.simulator.standin;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a file of strings as in an application: a binary property list (version 00) of a dictionary. */
final class LocalizedStrings {
    private static final int OFFSET_BYTES = 4;
    private static final int REFERENCE_BYTES = 2;

    private LocalizedStrings() {}

    static byte[] of(Map<String, String> strings) throws IOException {
        List<String> objects = new ArrayList<>(strings.keySet());
        objects.addAll(strings.values());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        List<Integer> offsets = new ArrayList<>();
        out.writeBytes("bplist00");
        offsets.add(out.size());
        marker(out, 0xD0, strings.size());
        for (int reference = 1; reference <= objects.size(); reference++) {
            out.writeShort(reference);
        }
        for (String object : objects) {
            offsets.add(out.size());
            marker(out, 0x60, object.length());
            out.write(object.getBytes(StandardCharsets.UTF_16BE));
        }
        int table = out.size();
        for (int offset : offsets) {
            out.writeInt(offset);
        }
        out.write(new byte[6]);
        out.writeByte(OFFSET_BYTES);
        out.writeByte(REFERENCE_BYTES);
        out.writeLong(offsets.size());
        out.writeLong(0);
        out.writeLong(table);
        return bytes.toByteArray();
    }

    /**
     * Writes the type of an object and its length, as a separate integer of two bytes if it needs more than four bits.
     */
    private static void marker(DataOutputStream out, int kind, int length) throws IOException {
        out.writeByte(kind | Math.min(length, 0x0F));
        if (length >= 0x0F) {
            out.writeByte(0x11);
            out.writeShort(length);
        }
    }
}
