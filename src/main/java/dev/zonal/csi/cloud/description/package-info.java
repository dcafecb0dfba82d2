/**
 * How a simulated cloud is described: one file over a preset.
 *
 * <p>In this order it reads best: {@link dev.zonal.csi.cloud.description.CloudDescription} is all that can be said, with {@link
 * dev.zonal.csi.cloud.description.CloudHabits} for how clouds differ; {@link dev.zonal.csi.cloud.description.DescriptionFile}
 * lays a file over a preset; {@code DescriptionReader} makes a description of that, and {@code DescriptionNode} knows the key
 * of whatever is wrong. The presets are the YAML files beside this package's classes, each number with its public source.
 *
 * <p>What holds: a description that exists names nothing that it does not describe. A number without a source is in no preset
 * of a real cloud.
 *
 * <p>Not here: what the simulated cloud does with it ({@code cloud.simulator}).
 */
@NullMarked
package dev.zonal.csi.cloud.description;

import org.jspecify.annotations.NullMarked;
