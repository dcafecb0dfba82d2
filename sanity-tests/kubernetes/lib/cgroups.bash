# The cgroups of a machine: a folder for each in every hierarchy of version 1, below one of the cluster.
hierarchies=(/sys/fs/cgroup/*/)
cgroup_of() { echo "zonal-cluster-$id/$1"; } # MACHINE

make_cgroups() { # MACHINE PID: and puts the process, with all that it will start, where its memory and its time are counted
  local hierarchy setting folder
  [[ -d /sys/fs/cgroup/memory ]] || refuse 'this needs the hierarchies of cgroup v1, and this machine has none'
  for hierarchy in "${hierarchies[@]}"; do
    folder=$hierarchy$(cgroup_of "$1")
    mkdir -p "$folder"
    [[ $hierarchy == */cpuset/ ]] || continue
    # A new set of CPUs begins empty, and nothing can run in it.
    for setting in cpuset.cpus cpuset.mems; do
      cat "$hierarchy$setting" >"$(dirname "$folder")/$setting"
      cat "$hierarchy$setting" >"$folder/$setting"
    done
  done
  # All machines together would else count for as much as any one process outside, and starve beside a busy compiler.
  echo 32768 >"/sys/fs/cgroup/cpu/zonal-cluster-$id/cpu.shares"
  for hierarchy in cpu memory; do
    folder=/sys/fs/cgroup/$hierarchy/$(cgroup_of "$1")/daemons
    mkdir -p "$folder"
    echo "$2" >"$folder/cgroup.procs"
  done
}

memory_mib_of() { # MACHINE: what its processes have, without the kernel's cache of files
  local counters=/sys/fs/cgroup/memory/$(cgroup_of "$1")/memory.stat
  [[ -f $counters ]] && awk '$1 == "total_rss" { printf "%d", $2 / 1048576 }' "$counters"
}

remove_cgroups() { # MACHINE, or nothing for all of the cluster
  await 20 'cgroups to be empty' no_cgroup_left "$(cgroup_of "$1")"
}

no_cgroup_left() { # FOLDER: tries to make it so
  local hierarchy left=0
  for hierarchy in "${hierarchies[@]}"; do
    [[ -d $hierarchy$1 ]] || continue
    find "$hierarchy$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [[ ! -d $hierarchy$1 ]] || left=1
  done
  return $left
}
