/** What an operator can say, and what comes of it. */
@NullMarked
package dev.zonal.csi.config;

import org.jspecify.annotations.NullMarked;
