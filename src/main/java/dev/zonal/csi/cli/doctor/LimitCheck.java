package dev.zonal.csi.cli.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files this process may hold open: each call and each connection takes a few. */
record LimitCheck(KernelFiles kernel) implements Check {
    private static final String SUBJECT = "open files";
    private static final int ENOUGH = 4096;
    private static final Pattern SOFT_LIMIT = Pattern.compile("(\\d+|unlimited)\\s.*");

    @Override
    public List<Finding> findings() {
        String limits = kernel.value("self/limits", "Max open files").orElse("");
        Matcher matcher = SOFT_LIMIT.matcher(limits);
        if (!matcher.matches()) {
            return List.of(Finding.warning(SUBJECT, "the limit can't be read", "mount /proc"));
        }
        String limit = matcher.group(1);
        boolean enough = limit.equals("unlimited") || Long.parseLong(limit) >= ENOUGH;
        return List.of(
                enough
                        ? Finding.ok(SUBJECT, "up to " + limit)
                        : Finding.warning(SUBJECT, "only " + limit, "ulimit -n " + ENOUGH + " or more for the driver"));
    }
}
