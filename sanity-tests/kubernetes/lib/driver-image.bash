# The driver's image, by the project's Dockerfile, over base images that are made here under the names that it asks for.
argument() { sed -n "s/^ARG $1=//p" "$checkout/Dockerfile"; } # NAME: what it is when nobody says otherwise

build_driver_image() {
  local began=$SECONDS key
  need_root
  key=$(sources_of_image)
  if [[ -f $driver_image.key && $key == "$(<"$driver_image.key")" ]]; then
    say "the image of the driver is of these sources"
    return
  fi
  "$(dirname "$here")/prepare" --cluster >&2
  make_base_image "$(argument BASE_IMAGE)"
  make_build_image "$(argument BUILD_IMAGE)" "$(argument BASE_IMAGE)"
  say 'building the image of the driver ...'
  mkdir -p "$HOME/.m2"
  # The network and Maven's cache are the host's; a layer whose input has not changed is not made again.
  buildah bud --isolation chroot --network host --pull-never --layers --volume "$HOME/.m2:/root/.m2" \
    --build-arg REVISION="$(git -C "$checkout" describe --always --dirty)" --tag zonal "$checkout" >&2
  rm -rf "$driver_image"*
  mkdir -p "$(dirname "$driver_image")"
  buildah push --quiet zonal "docker-archive:$driver_image.tar"
  say "image of the driver: $(($(stat --format %s "$driver_image.tar") / 1048576)) MiB, built in $((SECONDS - began)) s"
  unpack_image "$driver_image"
  echo "$key" >"$driver_image.key"
}

sources_of_image() { # the hash of all that the Dockerfile reads
  (cd "$checkout" && sed -n 's/^!//p' .dockerignore | xargs -I{} find Dockerfile {} -type f | sort -u | xargs sha256sum | sha256sum)
}

make_base_image() { # NAME
  local fresh container
  ! buildah inspect --type image "$1" >/dev/null 2>&1 || return 0
  say "making $1 with debootstrap ..."
  fresh=$(mktemp -d "$cache/.debian.XXXXXX")
  trap 'rm -rf --one-file-system "$fresh"' EXIT
  unshare --mount -- debootstrap --variant=minbase bookworm "$fresh" >"$cache/debootstrap.log" || refuse "see $cache/debootstrap.log"
  rm -rf "$fresh"/var/cache/apt/archives/*.deb "$fresh"/var/lib/apt/lists/*
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$fresh" / >/dev/null
  buildah config --cmd bash "$container"
  buildah commit --quiet --rm "$container" "$1" >/dev/null
  rm -rf --one-file-system "$fresh"
  trap - EXIT
}

make_build_image() { # NAME BASE: with this machine's JDK and Maven
  local container fresh maven
  ! buildah inspect --type image "$1" >/dev/null 2>&1 || return 0
  say "making $1 of this machine's JDK and Maven ..."
  # shellcheck source=/dev/null
  . "$checkout/.mvn/jdk.sh" && zonal_find_jdk
  maven=$("$checkout/mvnw" --version --color never | sed -n 's/^Maven home: //p')
  fresh=$(mktemp -d "$cache/.build.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  mkdir "$fresh/opt"
  # What is a link into the rest of this machine, such as the certificates, is needed there as a file.
  cp -rL "$JAVA_HOME" "$fresh/opt/java"
  cp -rL "$maven" "$fresh/opt/maven"
  container=$(buildah from --pull-never "$2")
  buildah copy --quiet "$container" "$fresh" / >/dev/null
  buildah config --env JAVA_HOME=/opt/java --env PATH=/opt/java/bin:/opt/maven/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$1" >/dev/null
  rm -rf "$fresh"
  trap - EXIT
}

load_driver_image() {
  [[ -f $kubeconfig ]] || return 0
  wanted_names >"$work/image-names"
  load_image "$driver_image"
  say 'the nodes have it'
}
