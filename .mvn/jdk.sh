# Sourced by ./mvnw and ./zonal: sets JAVA_HOME to a JDK of release 25 or later, or says what to install.

zonal_jdk_release() { # HOME: prints the release number of the JDK there, nothing where there is none
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

zonal_find_jdk() {
  on_path=$(command -v java 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
    release=$(zonal_jdk_release "$home") || continue
    if [ "${release:-0}" -ge 25 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "zonal: no JDK of release 25 or later here; install one (for example the package temurin-25-jdk) or set JAVA_HOME" >&2
  return 1
}
