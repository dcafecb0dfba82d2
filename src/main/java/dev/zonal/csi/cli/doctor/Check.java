package dev.zonal.csi.cli.doctor;

import java.util.List;

/** One thing about a host that the driver depends on. Looking leaves the host as it was. */
interface Check {
    List<Finding> findings();
}
