# The nodes, each a machine with containerd and a kubelet. $work/nodes has a line for each: name, index, zone, rack.
map_nodes() { # COUNT ZONES RACKS
  local i zones racks
  IFS=, read -ra zones <<<"$2"
  IFS=, read -ra racks <<<"$3"
  mkdir -p "$work"
  choose_host_net
  for ((i = 0; i < $1; i++)); do
    echo "n$((i + 1)) $((i + 1)) ${zones[i % ${#zones[@]}]} ${racks[i % ${#racks[@]}]}"
  done >"$work/nodes"
}

node_names() { cut -d' ' -f1 "$work/nodes"; }
node_line() { grep "^$1 " "$work/nodes" || refuse "no node is named $1"; } # NODE

start_nodes() {
  local node
  for node in $(node_names); do start_node "$node"; done
  say 'nodes started'
}

start_node() { # NODE
  local index
  read -r _ index _ _ < <(node_line "$1")
  start_machine "$1"
  connect_node "$1" "$index"
  power_on "$1"
}

await_nodes() {
  local node
  for node in $(node_names); do
    await 180 "$node to be Ready" is_ready "$node"
    say "$node is Ready"
  done
}

ready_since_boot='{.status.conditions[?(@.type=="Ready")].status} {.status.nodeInfo.bootID}'
is_ready() { # NODE
  machine_pid "$1" >/dev/null || refuse "$1 has ended; $work/$1/log/machine.log may say why"
  # For a while, the API server takes a node that was rebooted for what it was before; by the boot id it is told.
  [[ $(kubectl get node "$1" -o "jsonpath=$ready_since_boot" 2>/dev/null) == "True $(cat "$work/$1/boot_id" 2>/dev/null)" ]]
}

in_node() { # NODE [COMMAND...]
  need_cluster
  node_line "$1" >/dev/null
  in_machine "$1" "${@:2}"
}

restart_daemon() { # NODE DAEMON
  [[ -f $work/$1/$2.pid ]] || refuse "$1 has no $2"
  in_node "$1" kill -KILL "$(<"$work/$1/$2.pid")"
}

kill_node() { # NODE
  need_root && need_cluster
  node_line "$1" >/dev/null
  kill_machine "$1"
  detach_loops "$work/$1"
  remove_cgroups "$1"
  say "$1 is gone"
}

wipe_node() { # NODE
  need_root && need_cluster
  node_line "$1" >/dev/null
  ! machine_pid "$1" >/dev/null || refuse "$1 runs"
  rm -rf --one-file-system "$work/$1"/{lib,cni,containerd,images}
  say "the disk of $1 is blank"
}

start_again() { # NODE
  need_root && need_cluster
  node_line "$1" >/dev/null
  ! machine_pid "$1" >/dev/null || refuse "$1 runs"
  rm -f "$work/$1/boot_id"
  start_node "$1"
  await 120 "$1 to be Ready" is_ready "$1"
  say "$1 is Ready"
}

run_node() { # as process 1 of its machine
  local index zone rack node_ip cgroup containerd=(ctr --address /run/containerd/containerd.sock --namespace k8s.io)
  read -r _ index zone rack < <(node_line "$name")
  node_ip=$(node_address "$index") pods_subnet=$pods_net.$index.0/24 cgroup=/$(cgroup_of "$name")
  # Nothing is written outside: what a node keeps is in its folder, what a reboot clears is in memory.
  mount -t tmpfs tmpfs /run
  mkdir -p "$folder"/{lib,cni} "$work/shared"
  [[ -d $folder/containerd ]] || plant_images "$folder"
  mount --bind "$folder/lib" /var/lib
  mkdir -p /var/lib/kubelet
  mount --bind "$folder/log" /var/log
  # One folder for all nodes, as that of a machine is whose containers are the nodes.
  mount --bind "$work/shared" /srv
  # By this a kubelet knows that its node was rebooted.
  cat /proc/sys/kernel/random/uuid >"$folder/boot_id"
  mount --bind "$folder/boot_id" /proc/sys/kernel/random/boot_id
  echo 1 >/proc/sys/net/ipv4/ip_forward
  routes_to_other_pods
  fill "$here/config/cni.conflist" >"$folder/cni/pods.conflist"
  fill "$here/config/containerd.toml" >"$folder/containerd.toml"
  fill "$here/config/kubelet.yaml" >"$folder/kubelet.yaml"
  keep containerd containerd --config "$folder/containerd.toml"
  await 60 containerd answers "${containerd[@]}" version
  await 120 'the API server' api_is_up
  keep kubelet "$(binary kubelet)" --config="$folder/kubelet.yaml" --kubeconfig="$pki/$name.kubeconfig" \
    --hostname-override="$name" --node-ip="$node_ip" --v=2 \
    --node-labels="topology.kubernetes.io/region=here,topology.kubernetes.io/zone=$zone,example.com/rack=$rack"
}

routes_to_other_pods() {
  local other i
  while read -r other i _; do
    [[ $other == "$name" ]] || ip route add "$pods_net.$i.0/24" via "$(node_address "$i")"
  done <"$work/nodes"
}
