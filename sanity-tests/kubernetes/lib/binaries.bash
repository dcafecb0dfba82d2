# The programs of a cluster: Debian's by name, and those in Go from the modules in binaries/.
. "$(dirname "$here")/go-tools.bash"

build() {
  "$(dirname "$here")/prepare" --cluster >&2
  local set
  for set in etcd kubernetes sidecars csi-resizer helm; do
    build_set "$set"
  done
}

build_set() {
  case $1 in
    sidecars) ensure "$here/binaries/$1" keep_manifests ;;
    *) ensure "$here/binaries/$1" ;;
  esac
}

keep_manifests() { # PLACE: of the snapshots' CRDs and the snapshot controller's rights, which come with their modules
  local crds rights
  crds=$(go list -m -f '{{.Dir}}' github.com/kubernetes-csi/external-snapshotter/client/v8)/config/crd
  rights=$(go list -m -f '{{.Dir}}' github.com/kubernetes-csi/external-snapshotter/v8)/deploy/kubernetes/snapshot-controller
  mkdir -p "$1/manifests"
  cp "$crds"/*snapshot.storage*.yaml "$rights"/rbac-snapshot-controller.yaml "$1/manifests/"
  chmod -R u+w "$1/manifests"
}

set_of() { # NAME: the set that it is built with
  case $1 in
    etcd | helm | csi-resizer) echo "$1" ;;
    csi-* | snapshot-controller | manifests) echo sidecars ;;
    *) echo kubernetes ;;
  esac
}

binary() { # NAME: its path
  echo "$(home_of "$here/binaries/$(set_of "$1")")/$1"
}
