{{- define "zonal.fullname" -}}
{{- if contains "zonal" .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-zonal" .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{/* ClusterRoles belong to no namespace: two releases in two namespaces may have one name. */}}
{{- define "zonal.clusterName" -}}
{{ printf "%s:%s" .Release.Namespace (include "zonal.fullname" .) }}
{{- end }}

{{/* The Secret and the ConfigMap of the authority that signs the certificates of agents. */}}
{{- define "zonal.authority" -}}
{{ printf "%s-authority" (include "zonal.fullname" .) }}
{{- end }}

{{/* Whose holder publishes what is free, with capacity.publisher: buckets. */}}
{{- define "zonal.capacityLease" -}}
{{ printf "%s-capacity" (include "zonal.fullname" .) }}
{{- end }}

{{- define "zonal.selector" -}}
app.kubernetes.io/name: zonal
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "zonal.labels" -}}
{{ include "zonal.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* What all topology keys begin with. */}}
{{- define "zonal.topologyPrefix" -}}
{{ .Values.topology.prefix | default (printf "topology.%s" (lower .Values.driverName)) }}
{{- end }}

{{/* The folder of the driver's socket, on the host. */}}
{{- define "zonal.socketDir" -}}
{{ printf "%s/plugins/%s" .Values.kubeletDir .Values.driverName }}
{{- end }}

{{/* The sets of nodes, also where there is only the one of `pools`. */}}
{{- define "zonal.nodeSets" -}}
{{- if .Values.nodeSets -}}
{{ dict "sets" .Values.nodeSets | toJson }}
{{- else -}}
{{ dict "sets" (list (dict "name" "" "nodeSelector" .Values.nodeSelector "pools" .Values.pools)) | toJson }}
{{- end -}}
{{- end }}
