package io.qmaster.simulator.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/**
 * Random numbers that depend only on a seed, an entity and a purpose, not on the order of calls or on other numbers. So
 * another batch changes nothing for the others. Not thread-safe.
 */
final class Chance {
    private final byte[] seed;
    /** Cached: finding an instance takes longer than most digests. */
    private final MessageDigest digest;

    Chance(long seed) {
        this.seed = ByteBuffer.allocate(Long.BYTES).putLong(0, seed).array();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** A number from 0 to 1, exclusive, for an entity and a purpose. */
    double unit(String... entityAndPurpose) {
        return (digest(entityAndPurpose).getLong(0) >>> 11) * 0x1.0p-53;
    }

    /** A factor that differs from 1 by at most the variation. */
    double factor(double variation, String... entityAndPurpose) {
        return variation == 0 ? 1 : 1 + variation * (2 * unit(entityAndPurpose) - 1);
    }

    /** An id in the engine's format: a UUID in upper case. */
    String id(String... entityAndPurpose) {
        ByteBuffer bits = digest(entityAndPurpose);
        long high = (bits.getLong(0) & ~0xF000L) | 0x4000L;
        long low = (bits.getLong(8) & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString().toUpperCase(Locale.ROOT);
    }

    private ByteBuffer digest(String... words) {
        digest.update(seed);
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        return ByteBuffer.wrap(digest.digest());
    }
}
