{{/* The driver's container on a node. Takes (dict "root" $ "set" $set). */}}
{{- define "zonal.driver" -}}
{{- $v := .root.Values -}}
name: driver
image: {{ include "zonal.image" (dict "root" .root "image" $v.image) }}
imagePullPolicy: {{ $v.image.pullPolicy }}
args:
  - serve
  {{- include "zonal.driverArgs" . | nindent 2 }}
env:
  - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
ports:
  - {name: http, containerPort: {{ $v.driver.httpPort }}}
  # Controllers look for it by this name.
  - {name: control, containerPort: {{ $v.control.port }}}
# Mounting, loop devices and freezing need CAP_SYS_ADMIN and every device; mounts that show on the host
# (Bidirectional) are granted to privileged containers alone.
securityContext:
  privileged: true
  readOnlyRootFilesystem: true
# Within this time pools are formatted and mounted, and kubelet takes the driver; after it, kubelet tries anew.
startupProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 1
  timeoutSeconds: 5
  failureThreshold: 300
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
livenessProbe:
  httpGet: {path: /healthz, port: {{ ternary $v.livenessProbe.port "http" $v.livenessProbe.enabled }}}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 5
resources:
  {{- toYaml $v.driver.resources | nindent 2 }}
volumeMounts:
  - {name: kubelet, mountPath: {{ $v.kubeletDir }}, mountPropagation: Bidirectional}
  - {name: run, mountPath: {{ $v.runDir }}, mountPropagation: Bidirectional}
  - {name: dev, mountPath: /dev}
  - {name: tmp, mountPath: /tmp}
  - {name: identity, mountPath: /etc/zonal/identity, readOnly: true}
  {{- range $i, $folder := include "zonal.poolFolders" .set | fromJsonArray }}
  - {name: pool-{{ $i }}, mountPath: {{ $folder.path }}, mountPropagation: HostToContainer}
  {{- end }}
{{- end }}

{{- define "zonal.driverArgs" -}}
{{- $v := .root.Values -}}
- --mode=node
- --driver-name={{ $v.driverName }}
- --endpoint=unix://{{ include "zonal.socketDir" .root }}/csi.sock
- --node-id=$(NODE_NAME)
- --kubelet-dir={{ $v.kubeletDir }}
{{- if not $v.nodeDriverRegistrar.enabled }}
- --kubelet-registration-dir={{ $v.kubeletDir }}/plugins_registry
{{- end }}
- --control=0.0.0.0:{{ $v.control.port }}
- --control-ca=/etc/zonal/identity/ca.crt
{{- if $v.control.certificates.node }}
- --control-certificate=/etc/zonal/identity/tls.crt
- --control-key=/etc/zonal/identity/tls.key
{{- else }}
- --control-token=/etc/zonal/identity/token
{{- end }}
- --run-dir={{ $v.runDir }}
{{- range .set.pools }}
- --pool={{ .name }}={{ .path }}
{{- if .size }}
- --pool-size={{ .name }}={{ .size }}
{{- end }}
{{- if .sparse }}
- --pool-sparse={{ .name }}
{{- end }}
{{- $path := .path }}
{{- range .givenUp }}
- --pool-format-device={{ $path }}={{ . }}
{{- end }}
{{- end }}
- --pool-overcommit={{ $v.poolOvercommit }}
{{- range $key, $label := $v.topology.fromLabels }}
- --topology-from-labels={{ $key }}={{ $label }}
{{- end }}
{{- with $v.topology.prefix }}
- --topology-prefix={{ . }}
{{- end }}
{{- with $v.driver.maxVolumes }}
- --max-volumes={{ . }}
{{- end }}
{{- /* Those who have the pools begin anew with it: in the place of a dead disk there may be another one. */}}
{{- range $v.driver.forgetHomes }}
- --forget-homes={{ . }}
{{- end }}
- --http=0.0.0.0:{{ $v.driver.httpPort }}
- --log-level={{ $v.driver.logLevel }}
- --log-format={{ $v.driver.logFormat }}
{{- with $v.driver.extraArgs }}
{{ include "zonal.extraArgs" . }}
{{- end }}
{{- end }}

{{/* The folders of the host that these pools need, each once: of an image file the one that it lies in. */}}
{{- define "zonal.poolFolders" -}}
{{- $folders := dict -}}
{{- range .pools -}}
{{- if .size -}}
{{- $_ := set $folders (dir .path) "DirectoryOrCreate" -}}
{{- else if not (hasPrefix "/dev/" .path) -}}
{{- $_ := set $folders .path "Directory" -}}
{{- end -}}
{{- end -}}
{{- $list := list -}}
{{- range $path, $type := $folders -}}
{{- $list = append $list (dict "path" $path "type" $type) -}}
{{- end -}}
{{ toJson $list }}
{{- end }}
