# The loop devices of a folder's files, those of files on filesystems on such devices, and those that kubelet makes over
# such devices for pods that use raw blocks. The kernel has one table of them for all nodes and for everybody else on this
# machine; so ours are told by device and inode, never by name.
loops_of() { # FOLDER: their names; those that stand on others come first
  local key name number device inode found=1 loops=()
  declare -A files=() ours=()
  while read -r key; do files[$key]=1; done < <(
    find "$1" -xdev -type f -size +1023k -exec stat --format '%Hd:%Ld %i' {} + 2>/dev/null)
  while ((found)); do
    found=0
    while read -r name number device inode; do
      [[ -z ${ours[$number]-} && ${files[$device $inode]-}${ours[$device]-} ]] || continue
      ours[$number]=1 loops=("$name" "${loops[@]}") found=1
      files[$(stat --format '%Hd:%Ld %i' "$name")]=1
    done < <(losetup --list --noheadings --output NAME,MAJ:MIN,BACK-MAJ:MIN,BACK-INO)
  done
  printf '%s\n' "${loops[@]}"
}

detach_loops() { # FOLDER: when all mounts of them are gone
  [[ ! -d $1 ]] || await 30 "the loop devices of $1 to go" no_loop_left "$1"
}

no_loop_left() { # FOLDER: tries to make it so
  local loop left=0
  for loop in $(loops_of "$1"); do
    left=1
    losetup --detach "$loop" 2>/dev/null || true
  done
  return $left
}
