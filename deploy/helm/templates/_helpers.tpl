{{- define "coder-graphql.selector" -}}
app.kubernetes.io/name: coder-graphql
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "coder-graphql.labels" -}}
{{ include "coder-graphql.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "coder-graphql.name" -}}
{{ printf "%s-coder-graphql" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* A setting as its variable has it: YAML reads `off` as false, and numbers as floating point, which becomes 1e+06. */}}
{{- define "coder-graphql.setting" -}}
{{- if kindIs "bool" . -}}
{{ ternary "on" "off" . }}
{{- else if kindIs "slice" . -}}
{{ join "," . }}
{{- else if and (kindIs "float64" .) (eq . (floor .)) -}}
{{ int64 . }}
{{- else -}}
{{ . }}
{{- end -}}
{{- end }}
