{{/* Takes (dict "root" $ "role" the role's last word "account" the service account's). */}}
{{- define "zonal.clusterRoleBinding" }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ include "zonal.clusterName" .root }}-{{ .role }}
  labels:
    {{- include "zonal.labels" .root | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "{{ include "zonal.clusterName" .root }}-{{ .role }}"}
subjects:
  - {kind: ServiceAccount, name: {{ include "zonal.fullname" .root }}-{{ .account }}, namespace: {{ .root.Release.Namespace }}}
{{- end }}

{{/* Helm makes the objects when everything else is upgraded, and removes them when they have done what they are for. */}}
{{- define "zonal.unlabelHook" -}}
labels:
  {{- include "zonal.labels" . | nindent 2 }}
annotations:
  helm.sh/hook: post-upgrade
  helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{- define "zonal.roleBinding" }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ include "zonal.fullname" .root }}-{{ .role }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "zonal.labels" .root | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ include "zonal.fullname" .root }}-{{ .role }}}
subjects:
  - {kind: ServiceAccount, name: {{ include "zonal.fullname" .root }}-{{ .account }}, namespace: {{ .root.Release.Namespace }}}
{{- end }}
