/** Use cases of the Controller service: volumes, snapshots, placement, paging. */
@NullMarked
package dev.zonal.csi.controller;

import org.jspecify.annotations.NullMarked;
