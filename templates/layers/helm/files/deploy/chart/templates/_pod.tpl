{{/* What all pods of this chart have in common. The user is the one of the Dockerfile. */}}
{{- define "pod.fence" -}}
# The program does not talk to Kubernetes, so no pod carries a key to it.
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  # Volumes are handed to this group; only if they are not already, since that takes long with many files.
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "container.fence" -}}
image: {{ include "image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources: {{- toYaml .Values.resources | nindent 2 }}
{{- end }}

{{/* Settings. The address of the database comes from a secret that is made outside of this chart. */}}
{{- define "container.env" -}}
{{- $hosts := .Values.hosts -}}
{{- if .Values.ingress.enabled }}{{ $hosts = concat (list .Values.ingress.host) $hosts | uniq }}{{ end -}}
{{- $setting := include "program.databaseSetting" . -}}
env:
  # Where programs keep what they think of as their home; there is none in the image.
  - name: HOME
    value: /tmp
  {{- with include "program.hostsSetting" . }}
  - name: {{ . }}
    value: {{ join "," $hosts | quote }}
  {{- end }}
  {{- if and $setting (eq .Values.database.kind "postgres") }}
  - name: {{ $setting }}
    valueFrom:
      secretKeyRef:
        name: {{ .Values.database.existingSecret | quote }}
        key: {{ .Values.database.key | quote }}
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - name: {{ $name }}
    value: {{ $value | toString | quote }}
  {{- end }}
  {{- range .Values.settingsFromSecrets }}
  - name: {{ .name }}
    valueFrom:
      secretKeyRef:
        name: {{ .secret | quote }}
        key: {{ .key | quote }}
  {{- end }}
{{- end }}

{{/* The image is read-only; these two places are not. */}}
{{- define "container.mounts" -}}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  - name: data
    mountPath: {{ include "program.data" . }}
{{- end }}

{{- define "pod.data" -}}
- name: tmp
  emptyDir: {sizeLimit: 512Mi}
- name: data
{{- if eq .Values.database.kind "sqlite" }}
  persistentVolumeClaim:
    claimName: {{ include "name" . }}-data
{{- else }}
  emptyDir: {sizeLimit: 512Mi}
{{- end }}
{{- end }}
