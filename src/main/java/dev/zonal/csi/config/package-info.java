/**
 * The settings of the driver, read once at its start into immutable records.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.config.Settings} is the one table of everything that can be set, a
 * {@link dev.zonal.csi.config.Setting} each; the flags of {@code zonal serve}, the environment variables, the keys of the
 * file and the page {@code docs/configuration.md} all come from it. {@link dev.zonal.csi.config.Configuration} is the
 * result, a nested record for each concern. {@link dev.zonal.csi.config.ConfigurationReader} gets from the one to the other:
 * a flag goes before a variable, that before the file, that before the default. {@link dev.zonal.csi.config.ValueParsers}
 * reads single values.
 *
 * <p>What holds: a configuration that exists is valid. What can't be used is a
 * {@link dev.zonal.csi.config.ConfigurationException} that names where it was said, what is wrong and what would do. A
 * setting is added by a row of the table, a component of a record, and the page, which a test writes.
 *
 * <p>Not here: how a command line is taken apart (picocli does it, in the root package), and the options of the commands
 * for people ({@code cli}).
 */
@NullMarked
package dev.zonal.csi.config;

import org.jspecify.annotations.NullMarked;
