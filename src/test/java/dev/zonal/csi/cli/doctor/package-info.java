/** What the doctor finds on hosts of many kinds, and on this one. */
@NullMarked
package dev.zonal.csi.cli.doctor;

import org.jspecify.annotations.NullMarked;
