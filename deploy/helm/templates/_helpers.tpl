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
