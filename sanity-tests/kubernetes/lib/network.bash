# Two kinds of cables: from the control plane to each node, and one to the host, by which clients reach the API server.
# The one name and the one pair of addresses on the host are this cluster's alone; all goes when the namespaces go, in the
# kernel's own time.
uplink=zonal-$id # at most 15 letters

api_address() { echo "$(<"$work/host-net").2"; }

choose_host_net() { # a /30 of the range that is kept for tests between one's own networks, and is routed nowhere
  local candidate
  for candidate in $(shuf -i 0-254); do
    [[ -z $(ip -4 -oneline address show to "198.18.$candidate.0/30") ]] || continue
    echo "198.18.$candidate" >"$work/host-net"
    return
  done
  refuse 'no free addresses in 198.18.0.0/16'
}

remove_uplink() { # the kernel may take half a minute longer to see that nobody is at its other end
  [[ ! -e /sys/class/net/$uplink ]] || ip link delete "$uplink" 2>/dev/null || true
  await 60 "$uplink to go" has_no_uplink
}
has_no_uplink() { [[ ! -e /sys/class/net/$uplink ]]; }

# Left to the kernel, a node that comes back has another one, and so has the bridge whenever a node comes or goes: for up
# to a minute, everybody would still send to the one before.
hardware_address() { printf '02:00:00:00:00:%02x' "$1"; } # INDEX: 0 is the control plane

connect_control() {
  local net
  net=$(<"$work/host-net")
  ip link add "$uplink" type veth peer name host0 netns "$(machine_pid $control)"
  ip address add "$net.1/30" dev "$uplink"
  ip link set "$uplink" up
  in_network_of $control ip -batch - <<EOF
link set lo up
address add $net.2/30 dev host0
link set host0 up
link add nodes address $(hardware_address 0) type bridge
address add $bridge_net.1/24 dev nodes
address add $service_net.1/32 dev nodes
link set nodes up
EOF
}

connect_node() { # NODE INDEX
  local address pid
  address=$(node_address "$2")
  pid=$(machine_pid "$1")
  in_network_of $control ip -batch - <<EOF
link add $1 type veth peer name eth0 address $(hardware_address "$2") netns $pid
link set $1 master nodes up
route replace $pods_net.$2.0/24 via $address
EOF
  nsenter --target "$pid" --net -- ip -batch - <<EOF
link set lo up
link set eth0 up
address add $address/24 dev eth0
route add default via $bridge_net.1
EOF
}
