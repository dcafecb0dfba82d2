# A machine is what stands for a computer: namespaces of its own, held by a process 1 that runs lib/machine. When that
# one is killed, the kernel ends every process in it, and with the last of them go its mounts and network devices.
control=control

start_machine() { # MACHINE: waits then for power_on, with its network not yet there
  local folder=$work/$1 unshare
  mkdir -p "$folder/log"
  rm -f "$folder/power" && mkfifo "$folder/power"
  setsid unshare --mount --pid --uts --ipc --net --fork --mount-proc --kill-child=KILL \
    "$here/lib/machine" "$work" "$1" </dev/null >>"$folder/log/machine.log" 2>&1 &
  await 20 "process 1 of $1" machine_pid "$1" >/dev/null
  make_cgroups "$1" "$(machine_pid "$1")"
}

power_on() { echo on >"$work/$1/power"; } # MACHINE

machine_pid() { # MACHINE: its process 1 as it is called outside, told by what it is
  local process words
  for process in /proc/[0-9]*; do
    # The words of a process that ends meanwhile cannot be read.
    { mapfile -d '' -t words <"$process/cmdline"; } 2>/dev/null || continue
    [[ ${words[1]-} == */lib/machine && ${words[2]-} == "$work" && ${words[3]-} == "$1" ]] || continue
    grep -qE '^NSpid:.*\s1$' "$process/status" 2>/dev/null || continue
    echo "${process#/proc/}" && return
  done
  return 1
}

kill_machine() { # MACHINE
  local pid
  pid=$(machine_pid "$1") || return 0
  kill -KILL "$pid"
  # It is the last to go: the kernel holds it until all the others have ended.
  await 60 "the processes of $1 to end" has_ended "$pid"
}

has_ended() { [[ ! -e /proc/$1/exe ]]; } # PID: or is a zombie at most

kill_machines() {
  local folder
  for folder in "$work"/*/; do kill_machine "$(basename "$folder")"; done
}

in_machine() { # MACHINE COMMAND...
  local pid
  pid=$(machine_pid "$1") || refuse "$1 does not run"
  nsenter --target "$pid" --mount --pid --uts --ipc --net -- "${@:2}"
}

in_network_of() { # MACHINE COMMAND...: with the files and processes of the caller
  nsenter --target "$(machine_pid "$1")" --net -- "${@:2}"
}

remove_work() {
  [[ -d $work ]] || return 0
  # Never into something that is still mounted.
  rm -rf --one-file-system "$work"
  rmdir --ignore-fail-on-non-empty "$(dirname "$work")"
}
