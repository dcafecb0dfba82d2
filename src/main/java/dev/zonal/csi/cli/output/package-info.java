/**
 * How the result of a command is shown: tables for people, documents for programs.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.cli.output.Shown} is a result with all of its forms, and
 * {@link dev.zonal.csi.cli.output.OutputOption} the choice among them; {@link dev.zonal.csi.cli.output.Table} is the form
 * for people, {@link dev.zonal.csi.cli.output.MessageTree} the one for programs: a CSI message by the JSON names of the
 * spec. {@link dev.zonal.csi.cli.output.HumanReadable} formats single values.
 *
 * <p>What holds: what the schema marks as a secret is in no form. Colours are picocli's and change no text: there are none
 * where the output is no terminal, or where {@code NO_COLOR} is set.
 *
 * <p>Not here: what is asked of a driver ({@code cli}).
 */
@NullMarked
package dev.zonal.csi.cli.output;

import org.jspecify.annotations.NullMarked;
