# Container images, of which none is pulled: they are made here, of our own programs, and each node imports them. They
# are kept unpacked, one folder for each, and get their names when they are imported: those that the chart and the
# examples call them by, so that what is installed is what users install.
own_name=localhost/zonal-cluster
pause_image=$own_name/pause:latest
sidecars=(csi-provisioner csi-snapshotter csi-attacher csi-resizer snapshot-controller)

images_home() {
  local set key
  key=$(for set in sidecars csi-resizer kubernetes; do home_of "$here/binaries/$set"; done | cat - "$here/lib/images.bash" | sha256sum)
  echo "$cache/images-${key:0:16}"
}

small_images() { # pause and busybox of busybox, and one for each sidecar
  local fresh name began=$SECONDS
  [[ ! -d $(images_home) ]] || return 0
  # Who comes second waits, and then finds them made; what a killed run left in the middle is nobody's.
  exec 9>"$cache/.images.lock"
  flock 9
  [[ ! -d $(images_home) ]] || return 0
  rm -rf "$cache"/.images.??????
  say 'making images ...'
  fresh=$(mktemp -d "$cache/.images.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  mkdir -p "$fresh"/root/{bin,tmp,dev,proc,sys,etc} "$fresh"/images
  chmod 1777 "$fresh/root/tmp"
  echo 'root:x:0:0:root:/:/bin/sh' >"$fresh/root/etc/passwd"
  cp "$(command -v busybox)" "$fresh/root/bin/busybox"
  for name in $(busybox --list); do [[ $name == busybox ]] || ln -s busybox "$fresh/root/bin/$name"; done
  make_image "$fresh/images/busybox" scratch "$fresh/root" --cmd sh
  # What holds a pod's namespaces has to wait for orphans, too, where a pod shares its processes.
  make_image "$fresh/images/pause" scratch "$fresh/root" --entrypoint '["/bin/sh", "-c", "while :; do sleep 86400 & wait; done"]'
  for name in "${sidecars[@]}"; do
    rm -rf "$fresh/root" && mkdir "$fresh/root"
    cp "$(binary "$name")" "$fresh/root/$name"
    make_image "$fresh/images/$name" scratch "$fresh/root" --entrypoint "[\"/$name\"]"
  done
  mv -T "$fresh/images" "$(images_home)"
  rm -rf "$fresh"
  exec 9>&-
  trap - EXIT
  say "images made in $((SECONDS - began)) s"
}

make_image() { # PLACE BASE FILES CONFIG...
  local container
  container=$(buildah from --pull-never "$2")
  buildah copy --quiet "$container" "$3" / >/dev/null
  buildah config "${@:4}" "$container"
  buildah commit --quiet --rm "$container" "docker-archive:$1.tar" >/dev/null
  unpack_image "$1"
}

unpack_image() { # PLACE: of its archive, which goes
  mkdir -p "$1"
  tar -xf "$1.tar" -C "$1"
  rm "$1.tar"
}

buildah() { # with a store in the cache; what it mounts, it mounts for itself
  unshare --mount -- buildah --root "$cache/storage" --runroot "$cache/storage/run" --storage-driver overlay "$@"
}

wanted_names() { # what images are called: a line for each name, with ours before it
  local manifests=("$checkout"/deploy/{kubernetes,cloud,examples}/*.yaml "$checkout"/deploy/{kubernetes,examples}/*/*.yaml) name base
  cat "$here/e2e/image-names"
  {
    [[ ! -d $chart ]] || "$(binary helm)" template zonal "$chart"
    ((${#manifests[@]} == 0)) || cat "${manifests[@]}"
  } | { grep -oE '\bimage: *"?[^", }]+' || true; } | sed 's/^image: *"\?//' | sort -u | while read -r name; do
    base=${name##*/}
    echo "${base%%[:@]*} $name"
  done
}

seed_images() { # a containerd's folder with all images there are, once for all nodes: importing takes its time
  local seed=$checkout/.work/seed key
  wanted_names >"$work/image-names"
  key=$({ images_home && cat "$driver_image/manifest.json" "$work/image-names"; } 2>/dev/null | sha256sum)
  [[ ! -f $seed/key || $key != "$(<"$seed/key")" ]] || return 0
  say 'importing the images ...'
  rm -rf "$seed"
  mkdir -p "$seed"
  # Namespaces of its own end it, with what it has mounted, when this is over.
  unshare --mount --pid --fork --mount-proc --kill-child=KILL "$here/lib/import" "$work" "$seed" >"$work/import.log" 2>&1 ||
    refuse "the images cannot be imported; see $work/import.log"
  echo "$key" >"$seed/key"
}

plant_images() { # FOLDER: of a node. What an image consists of is never written to: links do; what lists it is copied
  local list
  cp -al "$checkout/.work/seed/containerd" "$checkout/.work/seed/images" "$1/" 2>/dev/null ||
    { rm -rf "$1"/{containerd,images} && cp -a "$checkout/.work/seed/containerd" "$checkout/.work/seed/images" "$1/"; }
  for list in "$1"/containerd/*/*.db; do cp -p "$list" "$list.copy" && mv "$list.copy" "$list"; done
}

import_images() { # FOLDER CTR...: all there are, by that command
  local place
  for place in "$(images_home)"/*/ "$driver_image"/; do
    [[ ! -d $place ]] || import_image "${place%/}" "$@"
  done
}

import_image() { # PLACE FOLDER CTR...: unless the node with this folder has it, under all its names
  local base names name manifest known=$2/images/${1##*/}
  names="\"$own_name/${1##*/}:latest\""
  while read -r base name; do
    [[ $base != "${1##*/}" ]] || names+=",\"$name\""
  done <"$work/image-names"
  manifest=$(sed "s#\"RepoTags\":[^]]*\]#\"RepoTags\":[$names]#" "$1/manifest.json")
  [[ ! -f $known/manifest.json || $manifest != "$(<"$known/manifest.json")" ]] || return 0
  mkdir -p "$known.new"
  echo "$manifest" >"$known.new/manifest.json"
  tar -c -C "$1" --exclude=./manifest.json . -C "$known.new" manifest.json | "${@:3}" images import -
  rm -rf "$known"
  mv "$known.new" "$known"
}

load_image() { # PLACE: into the nodes that run
  local node
  for node in $(node_names); do
    machine_pid "$node" >/dev/null || continue
    import_image "$1" "$work/$node" in_machine "$node" ctr --address /run/containerd/containerd.sock --namespace k8s.io >>"$work/$node/log/images.log"
  done
}
