# Builds the programs that a Go module names as its tools, each set once, into a cache. To be sourced; needs $cache, the
# folder of the cache. Progress goes to stderr.

home_of() { # SET: where the module in this folder is built to; whatever changes in it makes another place
  echo "$cache/${1##*/}-$(cd "$1" && find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c1-16)"
}

ensure() { # SET [COMMAND...]: builds the set if it is missing; COMMAND, run in its folder with the new place as $1, adds to it
  local set=$1 name=${1##*/} home fresh log began=$SECONDS
  home=$(home_of "$set")
  [[ ! -d $home ]] || return 0
  command -v go >/dev/null || { echo "$program: $name needs Go ($(sed -n 's/^go //p' "$set/go.mod") or later), and no 'go' is on the PATH" >&2 && exit 1; }
  echo "$program: building $name ..." >&2
  mkdir -p "$cache"
  fresh=$(mktemp -d "$cache/.$name.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  log=$(cd "$set" && build_tools "$fresh" 2>&1 && if (($# > 1)); then "${@:2}" "$fresh" 2>&1; fi) ||
    { printf '%s\n' "$log" "$program: $name could not be built" >&2 && exit 1; }
  chmod 755 "$fresh"
  # One rename publishes the set: a build that runs beside this one sees all of it or nothing, and the first wins.
  mv -T "$fresh" "$home" 2>/dev/null || { [[ -d $home ]] && rm -rf "$fresh"; }
  trap - EXIT
  echo "$program: $name built in $((SECONDS - began)) s" >&2
}

build_tools() { # PLACE: of the module in this folder
  local tools ldflags='-s -w'
  [[ ! -f ldflags ]] || ldflags+=" $(tr '\n' ' ' <ldflags)"
  nice go build -mod=readonly -trimpath -ldflags="$ldflags" -o "$1/" tool || return
  # A program that is alone in its set has the set's name: its own may be that of another set's, too.
  tools=("$1"/*)
  ((${#tools[@]} > 1)) || [[ ${tools[0]} == "$1/${PWD##*/}" ]] || mv "${tools[0]}" "$1/${PWD##*/}"
}

if command -v go >/dev/null; then
  # A module that the configured proxy lacks fails at once, instead of being looked for at its origin.
  GOPROXY=$(go env GOPROXY | sed 's/[,|]direct$//')
  export GOPROXY GOTOOLCHAIN=local GOWORK=off GOFLAGS=-buildvcs=false CGO_ENABLED=0
fi
program=${0##*/}
