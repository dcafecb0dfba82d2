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
  say 'making images ...'
  fresh=$(mktemp -d "$cache/.images.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  mkdir -p "$fresh"/root/{bin,tmp,dev,proc,sys,etc} "$fresh"/images
  chmod 1777 "$fresh/root/tmp"
  echo 'root:x:0:0:root:/:/bin/sh' >"$fresh/root/etc/passwd"
  cp "$(command -v busybox)" "$fresh/root/bin/busybox"
  for name in $(busybox --list); do [[ $name == busybox ]] || ln -s busybox "$fresh/root/bin/$name"; done
  make_image "$fresh/images/busybox" "$fresh/root" --cmd sh
  # What holds a pod's namespaces has to wait for orphans, too, where a pod shares its processes.
  make_image "$fresh/images/pause" "$fresh/root" --entrypoint '["/bin/sh", "-c", "while :; do sleep 86400 & wait; done"]'
  for name in "${sidecars[@]}"; do
    rm -rf "$fresh/root" && mkdir "$fresh/root"
    cp "$(binary "$name")" "$fresh/root/$name"
    make_image "$fresh/images/$name" "$fresh/root" --entrypoint "[\"/$name\"]"
  done
  mv -T "$fresh/images" "$(images_home)" 2>/dev/null || [[ -d $(images_home) ]]
  rm -rf "$fresh"
  trap - EXIT
  say "images made in $((SECONDS - began)) s"
}

make_image() { # PLACE ROOT CONFIG...
  local container
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$2" / >/dev/null
  buildah config "${@:3}" "$container"
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

wanted_names() { # which images the project's manifests name
  local manifests=("$checkout"/deploy/{kubernetes,examples}/*.yaml "$checkout"/deploy/{kubernetes,examples}/*/*.yaml)
  {
    [[ ! -d $chart ]] || "$(binary helm)" template zonal "$chart"
    ((${#manifests[@]} == 0)) || cat "${manifests[@]}"
  } | grep -oE '\bimage: *"?[^", }]+' | sed 's/^image: *"\?//' | sort -u || true
}

import_images() { # CTR...: all there are, by that command
  local place
  for place in "$(images_home)"/*/ "$driver_image"/; do
    [[ ! -d $place ]] || import_image "${place%/}" "$@"
  done
}

import_image() { # PLACE CTR...
  local names name base=${1##*/} renamed
  names="\"$own_name/$base:latest\""
  while read -r name; do
    [[ ! ${name##*/} =~ ^"$base"([:@]|$) ]] || names+=",\"$name\""
  done <"$work/image-names"
  renamed=$(mktemp -d)
  sed "s#\"RepoTags\":[^]]*\]#\"RepoTags\":[$names]#; s#\"RepoTags\":null#\"RepoTags\":[$names]#" "$1/manifest.json" >"$renamed/manifest.json"
  tar -c -C "$1" --exclude=./manifest.json . -C "$renamed" manifest.json | "${@:2}" images import -
  rm -r "$renamed"
}
