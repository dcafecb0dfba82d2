# What one sees of a cluster from outside.
status() {
  local machine pid
  need_cluster
  printf '%-10s %-9s %-10s %s\n' MACHINE PROCESS MEMORY 'LOOP DEVICES'
  for machine in $control $(node_names); do
    pid=$(machine_pid "$machine") || pid=-
    printf '%-10s %-9s %-10s %s\n' "$machine" "$pid" "$(memory_mib_of "$machine" || echo 0) MiB" "$(loops_of "$work/$machine" | xargs)"
  done
  echo
  kubectl get nodes --label-columns topology.kubernetes.io/zone,example.com/rack
  echo
  kubectl get pods --all-namespaces --output wide
}

logs() { # [COMPONENT|NODE]
  need_cluster
  local files=("$work"/*/log/"${1-*}".log)
  [[ -z ${1-} || ! -d $work/$1 ]] || files=("$work/$1"/log/*.log)
  ((${#files[@]} > 0)) || refuse "no log of $1; there are: $(cd "$work" && ls -d -- */log/*.log | xargs)"
  tail --lines=+1 -- "${files[@]}"
}
