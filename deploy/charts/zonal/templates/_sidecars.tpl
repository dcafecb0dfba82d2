{{/* What a sidecar's container on a node has. Takes (dict "root" $ "sidecar" .Values.livenessProbe). */}}
{{- define "zonal.sidecar" -}}
{{ include "zonal.sidecarOf" (dict "root" .root "sidecar" .sidecar "securityContext" .root.Values.sidecarSecurityContext) }}
{{- end }}

{{- define "zonal.sidecarOf" -}}
image: {{ include "zonal.image" (dict "root" .root "image" .sidecar.image) }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .securityContext | nindent 2 }}
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
