{{- define "orchestrator.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Given a dict of root and component. */}}
{{- define "orchestrator.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "orchestrator.labels" -}}
{{ include "orchestrator.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "orchestrator.account" -}}
{{- default (printf "%s-%s" (include "orchestrator.name" .root) .component) (index .root.Values.serviceAccounts .component) }}
{{- end }}

{{- define "orchestrator.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}{{ end }}
{{- end }}

{{/* A JSON object with the list "in". */}}
{{- define "orchestrator.namespaces" -}}
{{- if .Values.scope.namespaces }}{{ dict "in" .Values.scope.namespaces | toJson }}{{ else }}{{ dict "in" (list .Release.Namespace) | toJson }}{{ end }}
{{- end }}

{{/* Namespaces, separated by commas; nothing for all. */}}
{{- define "orchestrator.lookedAfter" -}}
{{- if or (eq .Values.scope.mode "namespaces") .Values.scope.namespaces }}{{ join "," (include "orchestrator.namespaces" . | fromJson).in }}{{ end }}
{{- end }}

{{/* Secrets of the PostgreSQL servers, each once: a JSON object with the list "in". */}}
{{- define "orchestrator.serverSecrets" -}}
{{- $secrets := list }}
{{- range .Values.postgresql.servers }}
{{- $secrets = append $secrets .secretRef }}
{{- if .caSecretRef }}{{ $secrets = append $secrets .caSecretRef }}{{ end }}
{{- end }}
{{- dict "in" (uniq $secrets) | toJson }}
{{- end }}

{{- define "orchestrator.temporalEnvironment" -}}
- name: TEMPORAL_ADDRESS
  value: {{ .Values.temporal.address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ .Values.temporal.namespace | quote }}
- name: ODOOCTL_TASK_QUEUE
  value: {{ .Values.temporal.taskQueue | quote }}
- name: ODOOCTL_LISTEN
  value: "0.0.0.0:9464"
- name: JAVA_TOOL_OPTIONS
  value: -XX:MaxRAMPercentage=60
{{- with .Values.temporal.tls }}
{{- if .enabled }}
- name: TEMPORAL_TLS
  value: "true"
{{- with .serverName }}
- name: TEMPORAL_TLS_SERVER_NAME
  value: {{ . | quote }}
{{- end }}
{{- if .secretRef }}
- name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
  value: /etc/odooctl/temporal/ca.crt
{{- if .clientCertificate }}
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /etc/odooctl/temporal/tls.crt
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /etc/odooctl/temporal/tls.key
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.temporal.apiKeySecretRef }}
{{- if .name }}
- name: TEMPORAL_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .name }}
      key: {{ .key }}
{{- end }}
{{- end }}
{{- end }}

{{- define "orchestrator.temporalMounted" -}}
{{- if and .Values.temporal.tls.enabled .Values.temporal.tls.secretRef }}yes{{ end }}
{{- end }}

{{/* What is the same in the pods of both; given a dict of root and component. */}}
{{- define "orchestrator.podSettings" -}}
{{- $own := index .root.Values .component }}
serviceAccountName: {{ include "orchestrator.account" . }}
enableServiceLinks: false
terminationGracePeriodSeconds: 45
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $own.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $own.affinity }}
affinity: {{- toYaml $own.affinity | nindent 2 }}
{{- else }}
affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{- include "orchestrator.selector" . | nindent 14 }}
{{- end }}
{{- end }}

{{- define "orchestrator.containerSettings" -}}
{{- $own := index .root.Values .component }}
image: {{ include "orchestrator.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
ports:
  - name: metrics
    containerPort: 9464
startupProbe:
  httpGet: {path: /healthz, port: metrics}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /healthz, port: metrics}
  periodSeconds: 20
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /readyz, port: metrics}
  periodSeconds: 10
  timeoutSeconds: 5
resources: {{- toYaml $own.resources | nindent 2 }}
{{- end }}

{{/* Given a map of amounts: cpu=100m,memory=256Mi. */}}
{{- define "orchestrator.amounts" -}}
{{- $amounts := list }}
{{- range $what, $amount := . }}
{{- $amounts = append $amounts (printf "%s=%v" $what $amount) }}
{{- end }}
{{- join "," $amounts }}
{{- end }}
