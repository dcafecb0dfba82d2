# Sourced by ./zonal: builds the program, and makes its start-up cache. Says on standard error what happens.

zonal_build() {
  echo "zonal: building it, once: fetches up to 75 MB of libraries and build tools, then compiles for some 20 s" >&2
  began=$(date +%s)
  : >"$target/.building"
  # What the program needs, and no more; ./mvnw verify checks and tests what is compiled here, and compiles it again.
  { "$here/mvnw" -B -Dstyle.color=never -Dprogram package 2>&1 || echo "zonal: failed"; } | zonal_progress
  [ -f "$target/zonal.jar" ] && [ ! -e "$target/.failed" ] || { rm -f "$target/.failed"; exit 1; }
  rm "$target/.building"
  echo "zonal: built in $(($(date +%s) - began)) s" >&2
}

# Reads Maven's log and tells it in few words. On a terminal, the line of what is being done changes every second.
zonal_progress() {
  files=0
  doing="looking for what is here already"
  now=$target/.progress
  ticker=
  echo "$doing" >"$now"
  if [ -t 2 ]; then
    zonal_tick &
    ticker=$!
  fi
  while read -r line; do
    case $line in
      *"Downloaded from"*)
        files=$((files + 1))
        doing="fetched $files files"
        [ -n "$ticker" ] || [ $((files % 50)) -ne 0 ] || echo "zonal: $doing" >&2
        ;;
      *" --- protobuf:"*) zonal_step "generating the code of the protocol" ;;
      *" --- compiler:"*":compile "*) zonal_step "compiling" ;;
      *" --- jar:"*) zonal_step "packaging" ;;
      *"[ERROR]"* | "mvnw: "*) echo "${ticker:+$erase}$line" >&2 ;;
      "zonal: failed") : >"$target/.failed" ;;
    esac
    [ -z "$ticker" ] || echo "$doing" >"$now"
  done
  rm -f "$now"
  [ -z "$ticker" ] || wait $ticker
}

zonal_step() { # WHAT
  doing=$1
  echo "${ticker:+$erase}zonal: $doing" >&2
}

erase=$(printf '\r\033[K')

zonal_tick() {
  while [ -e "$now" ]; do
    # Empty for a moment while it is written.
    read -r doing 2>/dev/null <"$now" || :
    printf '%szonal: %s, %d s' "$erase" "$doing" $(($(date +%s) - began)) >&2
    sleep 1
  done
  printf '%s' "$erase" >&2
}

# The start-up cache halves the time of every start; without it, everything works as well.
zonal_rehearse() {
  echo "zonal: making its start-up cache (some 10 s)" >&2
  rm -f "$cache"
  . "$here/.mvn/mounts.sh"
  if $(zonal_own_mounts) "$JAVA_HOME/bin/java" "@$options" -XX:AOTCacheOutput="$cache.new" -Djava.library.path="$target/lib" \
    -cp "$target/zonal.jar" dev.zonal.csi.rehearsal.Rehearsal >"$cache.log" 2>&1 && [ -s "$cache.new" ]; then
    mv "$cache.new" "$cache"
    rm -f "$cache.log" "$failures"
    return
  fi
  rm -f "$cache.new"
  failed=$(($(failed_rehearsals) + 1))
  echo "$failed" >"$failures"
  again="the next start tries again"
  [ "$failed" -lt $most_failures ] || again="not tried again before the next build"
  echo "zonal: no start-up cache could be made ($cache.log), so every start takes about twice as long; $again" >&2
}
