# What is said, and small things that every part needs.
say() { echo "cluster: $*" >&2; }
refuse() { say "$*" && exit 1; }
need_root() { [[ $EUID == 0 ]] || refuse 'only root can make namespaces, mounts and loop devices'; }
need_cluster() { [[ -f $kubeconfig ]] || refuse 'there is none; cluster up starts one'; }

await() { # SECONDS WHAT COMMAND...: until the command succeeds
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < deadline)) || refuse "waited in vain for $what"
    sleep 0.1
  done
}

answers() { "$@" >/dev/null 2>&1; } # COMMAND...

fill() { # TEMPLATE: prints it, with the value of a variable instead of its @name@
  local text
  text=$(<"$1")
  while [[ $text =~ @([a-z_]+)@ ]]; do text=${text//"${BASH_REMATCH[0]}"/"${!BASH_REMATCH[1]}"}; done
  printf '%s\n' "$text"
}

exec_with_cluster() { # PROGRAM ARG...
  need_cluster
  export KUBECONFIG=$kubeconfig HELM_CACHE_HOME=$work/helm/cache HELM_CONFIG_HOME=$work/helm/config HELM_DATA_HOME=$work/helm/data
  exec "$@"
}

kubectl() { "$(binary kubectl)" --kubeconfig "$kubeconfig" "$@"; }
