# Sourced by ./zonal and ./mvnw, for a demo and for tests that mount filesystems.

# Prints the command that runs another one in a mount namespace of its own; nothing where this process may make none.
#
# Whoever copies the mounts of this machine meanwhile, as every container does that starts, would copy those of the demo
# too, and keep them busy after it has unmounted them. What others mount and unmount is still seen within.
zonal_own_mounts() {
  if unshare --mount --propagation slave true 2>/dev/null; then
    echo "unshare --mount --propagation slave"
  fi
}
