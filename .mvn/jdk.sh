# Sourced by ./mvnw and ./zonal: sets JAVA_HOME to a JDK of release 25 or later, or says what to install.

# As few processes as can be are started to find it: every start of the driver waits for them.
zonal_jdk_release() { # HOME: sets release to the number of the JDK there, fails where there is none
  release=
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*) release=${line#*\"} && release=${release%%[!0-9]*} && return ;;
    esac
  done <"$1/release"
}

zonal_take_jdk() { # HOME: takes it where it is recent enough
  zonal_jdk_release "$1" && [ "${release:-0}" -ge 25 ] || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

zonal_find_jdk() {
  ! zonal_take_jdk "${JAVA_HOME:-}" || return 0
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path")
  for home in "${on_path%/bin/java}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/*; do
    ! zonal_take_jdk "$home" || return 0
  done
  echo "zonal: no JDK of release 25 or later here; install one (for example the package temurin-25-jdk) or set JAVA_HOME" >&2
  return 1
}
