# The words that csc-session is written in. Sourced by it, with `csc` (the client), `socket` and `node_socket` (the
# driver's), and `work` (its private folder) set.
#
# A step runs something, judges it, prints one line and is counted. After a step that ran csc, `out` holds what csc
# printed on both streams, tabs as spaces, and `id` the id of what it created, if it created something.

passed=0 failed=0 ended=0 step='' out='' code=0 id='' debts=()

chapter() { printf '\n%s\n' "$1"; }

# ---- steps ----------------------------------------------------------------------------------------------------------

says() { # PATTERN ARG...: csc succeeds, and the whole of its output is PATTERN, an extended regular expression
  run_csc "${@:2}"
  [[ $code == 0 && $out =~ ^($1)$ ]]
  judge $? "$step" "exit 0: $1" "exit $code: $out"
}

names() { # WORDS ARG...: csc succeeds, and each of the WORDS stands somewhere in its output
  local word absent=
  run_csc "${@:2}"
  for word in $1; do [[ $out == *"$word"* ]] || absent+=" $word"; done
  [[ $code == 0 && -z $absent ]]
  judge $? "$step" "exit 0: something that names $1" "exit $code:${absent:+ (without$absent)} $out"
}

fails() { # CODE PATTERN ARG...: csc ends with this gRPC code, and its message speaks of PATTERN, in whatever case
  run_csc "${@:3}"
  [[ $code == "$1" && ${out,,} =~ ${2,,} ]]
  judge $? "$step" "exit $1: a message about $2" "exit $code: $out"
}

holds() { # FACT COMMAND...: something that is not csc's to say
  out=$("${@:2}" 2>&1)
  judge $? "$1" 'that to be so' "$out"
}

judge() { # STATUS WHAT EXPECTED GOT
  local what=${2//$work\//} got=${4//$work\//}
  if (($1 == 0)); then
    passed=$((passed + 1))
    got=${got%%$'\n'*}
    printf 'ok      %s%s\n' "$what" "${got:+  -> ${got:0:120}}"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n          expected  %s\n          got       %s\n' "$what" "$3" "${got//$'\n'/$'\n'                    }"
  fi
  ((ended == 0)) || exit "$ended"
  return "$1"
}

run_csc() {
  local word line
  step=csc
  for word; do step+=" ${word:-''}"; done
  # Even when the session is interrupted, a call is answered: what it made has to be known to be removed.
  out=$(trap '' INT && ask "$@" 2>&1)
  code=$?
  out=${out//$'\t'/ }
  out=${out%%$'\n\nPlease use -h,--help'*}
  id=''
  [[ $code == 0 && ${2-} == create-* ]] || return 0
  while read -r line; do owe controller "${2/create/delete}" "$(first_quoted "$line")"; done <<<"$out"
  id=$(first_quoted "$out")
}

ask() { # ARG...: csc, at the socket of the service that it is to call
  local of=$socket
  [[ $1 != node ]] || of=$node_socket
  CSI_ENDPOINT=unix://$of "$csc" "$@"
}

first_quoted() { [[ $1 =~ ^\"([^\"]*)\" ]] && echo "${BASH_REMATCH[1]}"; }

# ---- steps that many sessions share ---------------------------------------------------------------------------------

new_volume() { # VARIABLE BYTES ARG...: CreateVolume; its id goes into VARIABLE
  says "\"[^\"]+\" $2( .*)?" controller create-volume --req-bytes "$2" "${@:3}"
  printf -v "$1" %s "${id:-missing-$1}"
}

new_snapshot() { # VARIABLE VOLUME NAME: CreateSnapshot, which must be ready at once; its id goes into VARIABLE
  says "\"[^\"]+\" [0-9]+ $2 seconds:[0-9]+ .*true" controller create-snapshot --source-volume "$2" "$3"
  printf -v "$1" %s "${id:-missing-$1}"
}

stage() { # VOLUME CAPABILITY: NodeStageVolume, to a folder made for it as the container orchestrator would
  mkdir -p "$(staging "$1")" "$work/targets"
  owe node unstage --staging-target-path "$(staging "$1")" "$1"
  says "$1" node stage --staging-target-path "$(staging "$1")" --cap "$2" "$1"
}

publish() { # VOLUME CAPABILITY [ARG...]: NodePublishVolume
  owe node unpublish --target-path "$(target "$1")" "$1"
  says "$1" node publish --staging-target-path "$(staging "$1")" --target-path "$(target "$1")" --cap "$2" "${@:3}" "$1"
}

unpublish() { says "$1" node unpublish --target-path "$(target "$1")" "$1"; }
unstage() { says "$1" node unstage --staging-target-path "$(staging "$1")" "$1"; }

staging() { echo "$work/staging/$1"; }
target() { echo "$work/targets/$1"; }

# ---- facts for `holds`, and the deeds between them ------------------------------------------------------------------

write_files() { # FOLDER
  mkdir -p "$1/letters" && head -c 3000000 /dev/urandom >"$1/photo" && seq 100000 >"$1/letters/numbers"
}
make_a_mistake() { # FOLDER
  rm "$1/photo" && echo overwritten >"$1/letters/numbers"
}
content() { # FOLDER|DEVICE: what is in it, as a list of checksums
  if [[ -d $1 ]]; then (cd "$1" && find . -type f -exec sha256sum {} + | sort -k 2); else sha256sum <"$1"; fi
}
has_content() { # FOLDER|DEVICE CONTENT
  diff <(content "$1") - <<<"$2"
}
is_mounted() { # TARGET FILESYSTEM OPTION
  findmnt --noheadings --output FSTYPE,OPTIONS --mountpoint "$1" | grep -E "^$2 .*\b$3\b"
}
is_absent() { [[ ! -e $1 ]]; }
is_read_only() { # FOLDER|DEVICE
  if [[ -d $1 ]]; then ! touch "$1/new"; else ! dd if=/dev/zero of="$1" bs=4096 count=1 conv=notrunc,fsync; fi
}
is_device_of() { # DEVICE BYTES
  [[ -b $1 && $(blockdev --getsize64 "$1") == "$2" ]]
}
has_room() { # FOLDER BYTES: nine tenths of them at least; the rest is the filesystem's own
  (($(stat --file-system --format '%b * %S' "$1") >= $2 * 9 / 10))
}
lists_alike() { # A B: the same lines, in whatever order
  diff <(sort <<<"$1") <(sort <<<"$2")
}

# ---- the end --------------------------------------------------------------------------------------------------------

owe() { # ARG...: what csc must do before the end, in case the session does not get there
  debts+=("$(printf '%q ' "$@")")
}

settle() { # pays every debt, last first; most are paid by then, and paying twice does no harm
  local i mount
  for ((i = ${#debts[@]} - 1; i >= 0; i--)); do eval "ask ${debts[i]}" >/dev/null 2>&1; done
  while read -r mount; do
    judge 1 "nothing stays mounted" "no mount below $work" "$mount"
    umount "$mount"
  done < <(findmnt --raw --noheadings --output TARGET | grep -F "$work/" | tac)
  # Without crossing into a filesystem that could not be unmounted: what is in there is not ours to remove.
  rm -rf --one-file-system "$work"
}
