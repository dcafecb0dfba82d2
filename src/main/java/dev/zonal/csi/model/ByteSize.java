package dev.zonal.csi.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, never negative. Read and written as Kubernetes writes quantities: {@code 10Gi}, {@code 512Mi}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    public static final ByteSize ZERO = new ByteSize(0);

    private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kKMGTPE]i?)?B?");
    private static final String PREFIXES = "KMGTPE";

    /** No quantity that means something is longer; what is, is not even looked at. */
    private static final int LONGEST_TEXT = 64;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is never negative: " + bytes);
        }
    }

    public static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static ByteSize ofGibibytes(long gibibytes) {
        return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /**
     * Reads {@code 1073741824}, {@code 10Gi}, {@code 1.5Ti}, {@code 20G}; a part of a byte becomes a whole one.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    public static ByteSize parse(String text) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        if (text.length() > LONGEST_TEXT || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + shortened(text) + "' is not a size; write bytes or a quantity such as 512Mi, 10Gi, 1Ti");
        }
        try {
            return new ByteSize(new BigDecimal(matcher.group(1))
                    .multiply(factor(matcher.group(2)))
                    .setScale(0, RoundingMode.CEILING)
                    .longValueExact());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    "'" + text + "' is more than the largest size, " + Long.MAX_VALUE + " bytes", tooLarge);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private static BigDecimal factor(String unit) {
        if (unit == null) {
            return BigDecimal.ONE;
        }
        int power = PREFIXES.indexOf(unit.toUpperCase(Locale.ROOT).charAt(0)) + 1;
        return BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power);
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /** What is left after taking {@code other} away; zero where nothing is. */
    public ByteSize minusOrZero(ByteSize other) {
        return new ByteSize(Math.max(0, bytes - other.bytes));
    }

    /** The least multiple of {@code unit} that is not smaller. */
    public ByteSize roundedUpTo(long unit) {
        return new ByteSize(Math.multiplyExact(Math.addExact(bytes, unit - 1) / unit, unit));
    }

    /** The greatest multiple of {@code unit} that is not larger. */
    public ByteSize roundedDownTo(long unit) {
        return new ByteSize(bytes / unit * unit);
    }

    public boolean isZero() {
        return bytes == 0;
    }

    public boolean isMoreThan(ByteSize other) {
        return bytes > other.bytes;
    }

    public static ByteSize min(ByteSize a, ByteSize b) {
        return a.bytes <= b.bytes ? a : b;
    }

    public static ByteSize max(ByteSize a, ByteSize b) {
        return a.bytes >= b.bytes ? a : b;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The exact quantity with the largest binary unit that divides it: {@code 10Gi}, {@code 1536Mi}, {@code 17}. */
    @Override
    public String toString() {
        long value = bytes;
        int power = 0;
        while (value != 0 && value % 1024 == 0 && power < PREFIXES.length()) {
            value /= 1024;
            power++;
        }
        return power == 0 ? Long.toString(value) : value + PREFIXES.substring(power - 1, power) + "i";
    }
}
