package dev.zonal.csi.config;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device whose content may be lost, {@code DEVICE=CONTENT}: that content alone, and nothing that comes to have the
 * device's name later.
 *
 * @param content what the refusal of the device calls it
 */
public record GivenUp(Path device, String content) {
    private static final Pattern FORM = Pattern.compile("(.+)=([0-9a-f]{12})");

    static GivenUp parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' does not say what is given up; write DEVICE=CONTENT, as"
                    + " the driver does where it refuses the device");
        }
        return new GivenUp(ValueParsers.path(matcher.group(1)), matcher.group(2));
    }
}
