# Where things are, and what they are called. All of a cluster is below $work; what has to have a name on the machine
# (a network device, folders of cgroups) carries $id.
checkout=$(dirname "$(dirname "$here")")
work=$checkout/.work/clusters/${ZONAL_CLUSTER:-main}
id=$(sha256sum <<<"$work" | cut -c1-8)
kubeconfig=$work/kubeconfig
pki=$work/pki
cache=${XDG_CACHE_HOME:-$HOME/.cache}/zonal/kubernetes
driver_image=$checkout/.work/image/zonal
chart=$checkout/deploy/charts/zonal

# Inside the cluster's own network namespaces every cluster has the same addresses.
bridge_net=10.200.0 # the control plane is .1, node i is .1i
pods_net=10.88      # node i has .i.0/24 for its pods
service_net=10.96.0 # .1 is the API server

node_address() { echo "$bridge_net.$((10 + $1))"; } # INDEX
