{{/* The controller's container. */}}
{{- define "zonal.controller" -}}
{{- $v := .Values -}}
name: controller
image: {{ include "zonal.image" (dict "root" . "image" $v.image) }}
imagePullPolicy: {{ $v.image.pullPolicy }}
args:
  - serve
  - --mode=controller
  - --backend=fleet
  - --driver-name={{ $v.driverName }}
  - --endpoint=unix:///csi/csi.sock
  - --node-id=$(POD_NAME)
  - --agents=kubernetes:{{ include "zonal.fullname" . }}-node
  {{- if $v.control.certificates.controller }}
  - --control-certificate=/etc/zonal/identity/tls.crt
  - --control-key=/etc/zonal/identity/tls.key
  - --control-ca=/etc/zonal/identity/ca.crt
  {{- else }}
  - --control-authority={{ include "zonal.authority" . }}
  {{- end }}
  - --pod-placement=true
  {{- if eq $v.capacity.publisher "buckets" }}
  - --capacity-buckets={{ include "zonal.capacityLease" . }}
  {{- end }}
  {{- with $v.topology.prefix }}
  - --topology-prefix={{ . }}
  {{- end }}
  {{- range $v.driver.forgetHomes }}
  - --forget-homes={{ . }}
  {{- end }}
  - --http=0.0.0.0:{{ $v.driver.httpPort }}
  - --log-level={{ $v.driver.logLevel }}
  - --log-format={{ $v.driver.logFormat }}
  {{- with $v.controller.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
env:
  - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  # For the commands of people in this container.
  - {name: CSI_ENDPOINT, value: unix:///csi/csi.sock}
  - {name: _JAVA_OPTIONS, value: -Xmx{{ $v.controller.heap }}}
ports:
  - {name: http, containerPort: {{ $v.driver.httpPort }}}
securityContext:
  {{- toYaml $v.controller.securityContext | nindent 2 }}
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 1
  timeoutSeconds: 5
  failureThreshold: 120
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 5
resources:
  {{- toYaml $v.controller.resources | nindent 2 }}
volumeMounts:
  - {name: socket, mountPath: /csi}
  - {name: tmp, mountPath: /tmp}
  {{- if $v.control.certificates.controller }}
  - {name: identity, mountPath: /etc/zonal/identity, readOnly: true}
  {{- end }}
{{- end }}

{{/* What a sidecar's container beside the controller has. Takes (dict "root" $ "sidecar" .Values.provisioner). */}}
{{- define "zonal.controllerSidecar" -}}
{{ include "zonal.sidecarOf" (dict "root" .root "sidecar" .sidecar "securityContext" .root.Values.controller.securityContext) }}
env:
  - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  - {name: NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
volumeMounts:
  - {name: socket, mountPath: /csi}
{{- end }}

{{/* Only one of each sidecar is active. */}}
{{- define "zonal.election" -}}
- --csi-address=/csi/csi.sock
- --leader-election
- --leader-election-namespace=$(NAMESPACE)
{{- end }}

{{- define "zonal.provisioner" -}}
{{- $p := .Values.provisioner -}}
name: provisioner
{{ include "zonal.controllerSidecar" (dict "root" . "sidecar" $p) }}
args:
  {{- include "zonal.election" . | nindent 2 }}
  {{- if eq .Values.capacity.publisher "sidecar" }}
  - --enable-capacity
  # Pod, ReplicaSet, Deployment: the objects stay while pods come and go.
  - --capacity-ownerref-level=2
  - --capacity-poll-interval={{ $p.capacityPollInterval }}
  {{- else }}
  - --enable-capacity=false
  {{- end }}
  # Names the claim: the controller asks which pods will use it.
  - --extra-create-metadata
  # A restore that nobody wants any more holds its snapshot until it is seen here.
  - --snapshot-orphan-sweep-interval=10s
  - --timeout=60s
  - --retry-interval-max=10s
  # Claims that come in dozens are not held back by the client's own throttle.
  - --kube-api-qps=50
  - --kube-api-burst=100
  {{- with $p.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "zonal.snapshotter" -}}
{{- $s := .Values.snapshotter -}}
name: snapshotter
{{ include "zonal.controllerSidecar" (dict "root" . "sidecar" $s) }}
args:
  {{- include "zonal.election" . | nindent 2 }}
  # Names the VolumeSnapshot, for the people who look for theirs.
  - --extra-create-metadata
  - --timeout=60s
  {{- with $s.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "zonal.resizer" -}}
{{- $r := .Values.resizer -}}
name: resizer
{{ include "zonal.controllerSidecar" (dict "root" . "sidecar" $r) }}
args:
  {{- include "zonal.election" . | nindent 2 }}
  - --timeout=60s
  {{- with $r.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
{{- end }}
