{{/* What every sidecar's container has. Takes (dict "root" $ "sidecar" .Values.provisioner). */}}
{{- define "zonal.sidecar" -}}
image: {{ include "zonal.image" (dict "root" .root "image" .sidecar.image) }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.sidecarSecurityContext | nindent 2 }}
resources:
  {{- toYaml .sidecar.resources | nindent 2 }}
{{- end }}

{{- define "zonal.extraArgs" -}}
{{- range $i, $arg := . }}
{{- if $i }}
{{ end -}}
- {{ $arg | quote }}
{{- end }}
{{- end }}

{{- define "zonal.provisioner" -}}
{{- $p := .Values.provisioner -}}
name: provisioner
{{ include "zonal.sidecar" (dict "root" . "sidecar" $p) }}
args:
  - --csi-address=/csi/csi.sock
  - --node-deployment=true
  # The node that the pod was scheduled to, and no other: the volume has to be here.
  - --strict-topology=true
  - --immediate-topology=false
  - --node-deployment-immediate-binding={{ $p.immediateBinding.enabled }}
  - --node-deployment-base-delay={{ $p.immediateBinding.baseDelay }}
  - --node-deployment-max-delay={{ $p.immediateBinding.maxDelay }}
  - --enable-capacity
  # Capacity belongs to the pod: when it goes, nobody counts on its node.
  - --capacity-ownerref-level=0
  - --capacity-poll-interval={{ $p.capacityPollInterval }}
  - --extra-create-metadata
  # A restore that one node refused, and nobody wants any more, holds its snapshot until it is seen here.
  - --snapshot-orphan-sweep-interval=10s
  - --timeout=60s
  {{- with $p.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
env:
  - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
  - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  - {name: NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
volumeMounts:
  - {name: socket, mountPath: /csi}
{{- end }}

{{- define "zonal.snapshotter" -}}
{{- $s := .Values.snapshotter -}}
name: snapshotter
{{ include "zonal.sidecar" (dict "root" . "sidecar" $s) }}
args:
  - --csi-address=/csi/csi.sock
  - --node-deployment=true
  # Names the VolumeSnapshot, for the people who look for theirs.
  - --extra-create-metadata
  - --timeout=60s
  {{- with $s.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
env:
  - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
volumeMounts:
  - {name: socket, mountPath: /csi}
{{- end }}

{{- define "zonal.nodeDriverRegistrar" -}}
{{- $r := .Values.nodeDriverRegistrar -}}
name: node-driver-registrar
{{ include "zonal.sidecar" (dict "root" . "sidecar" $r) }}
args:
  - --csi-address=/csi/csi.sock
  - --kubelet-registration-path={{ include "zonal.socketDir" . }}/csi.sock
  {{- with $r.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
volumeMounts:
  - {name: socket, mountPath: /csi}
  - {name: registration, mountPath: /registration}
{{- end }}

{{- define "zonal.livenessProbe" -}}
{{- $l := .Values.livenessProbe -}}
name: liveness-probe
{{ include "zonal.sidecar" (dict "root" . "sidecar" $l) }}
args:
  - --csi-address=/csi/csi.sock
  - --health-port={{ $l.port }}
  {{- with $l.extraArgs }}
  {{- include "zonal.extraArgs" . | nindent 2 }}
  {{- end }}
ports:
  - {name: liveness, containerPort: {{ $l.port }}}
volumeMounts:
  - {name: socket, mountPath: /csi}
{{- end }}
