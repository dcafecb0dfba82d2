# The control plane: one machine with etcd and the three daemons of Kubernetes.
control_daemons=(etcd kube-apiserver kube-controller-manager kube-scheduler)

start_control() {
  start_machine $control
  connect_control
  power_on $control
  say 'control plane started'
}

await_api() {
  await 120 'the API server' api_answers
  say 'API server ready'
}
api_answers() { kubectl get --raw /readyz >/dev/null 2>&1; }

install_addons() {
  local manifests
  manifests=$(binary manifests)
  kubectl apply --server-side -f "$manifests" >/dev/null
  kubectl apply --server-side -f "$here/config/snapshot-controller.yaml" >/dev/null
  say 'snapshot controller and its CRDs installed'
}

run_control() { # as process 1 of its machine
  local accounts=(--service-account-key-file="$pki/accounts.pub" --service-account-signing-key-file="$pki/accounts.key"
    --service-account-issuer=https://kubernetes.default.svc)
  local etcd=http://127.0.0.1:2379
  echo 1 >/proc/sys/net/ipv4/ip_forward
  mount -t tmpfs tmpfs /run
  keep etcd "$(binary etcd)" --data-dir "$folder/etcd" --unsafe-no-fsync --listen-client-urls $etcd --advertise-client-urls $etcd
  keep kube-apiserver "$(binary kube-apiserver)" --etcd-servers=$etcd --secure-port=443 --advertise-address="$bridge_net.1" \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --kubelet-client-certificate="$pki/admin.crt" --kubelet-client-key="$pki/admin.key" \
    --kubelet-preferred-address-types=InternalIP "${accounts[@]}" --service-cluster-ip-range="$service_net.0/24" \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true
  await 120 'the API server' api_is_up
  keep kube-controller-manager "$(binary kube-controller-manager)" --kubeconfig="$pki/admin.kubeconfig" --leader-elect=false \
    --service-account-private-key-file="$pki/accounts.key" --root-ca-file="$pki/ca.crt" --use-service-account-credentials \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key"
  keep kube-scheduler "$(binary kube-scheduler)" --kubeconfig="$pki/admin.kubeconfig" --leader-elect=false
}
api_is_up() { "$(binary kubectl)" --kubeconfig "$pki/admin.kubeconfig" get --raw /readyz >/dev/null 2>&1; }
