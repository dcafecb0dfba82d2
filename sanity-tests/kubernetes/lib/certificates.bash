# One authority; certificates for the API server, the administrator and each node, as Kubernetes identifies them.
make_certificates() {
  mkdir -p "$pki"
  openssl req -x509 "${new_key[@]}" -days 30 -subj /CN=zonal-cluster -keyout "$pki/ca.key" -out "$pki/ca.crt" 2>/dev/null
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$pki/accounts.key" 2>/dev/null
  openssl pkey -in "$pki/accounts.key" -pubout -out "$pki/accounts.pub"
  certify apiserver /CN=kube-apiserver \
    "IP:127.0.0.1,IP:$bridge_net.1,IP:$service_net.1,IP:$(api_address),DNS:localhost,DNS:kubernetes.default.svc"
  certify admin /O=system:masters/CN=admin
  client_of admin "$(api_address)" >"$kubeconfig"
  client_of admin "$bridge_net.1" >"$pki/admin.kubeconfig"
  local node
  for node in $(node_names); do
    certify "$node" "/O=system:nodes/CN=system:node:$node"
    client_of "$node" "$bridge_net.1" >"$pki/$node.kubeconfig"
  done
}

new_key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)

certify() { # NAME SUBJECT [ALTERNATIVES]
  openssl req "${new_key[@]}" -subj "$2" -keyout "$pki/$1.key" -out "$pki/$1.csr" 2>/dev/null
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 30 -out "$pki/$1.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "${3-DNS:$1}") 2>/dev/null
}

client_of() { # NAME ADDRESS: a kubeconfig
  cat <<EOF
apiVersion: v1
kind: Config
clusters: [{name: zonal, cluster: {server: "https://$2", certificate-authority: "$pki/ca.crt"}}]
users: [{name: $1, user: {client-certificate: "$pki/$1.crt", client-key: "$pki/$1.key"}}]
contexts: [{name: zonal, context: {cluster: zonal, user: $1}}]
current-context: zonal
EOF
}
