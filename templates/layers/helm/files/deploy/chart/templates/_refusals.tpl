{{/*
Combinations that would lose data or give away secrets. The schema sees single values; these need
several, or deserve a sentence.
*/}}
{{- define "refusals" -}}
{{- $values := .Values -}}
{{- if eq $values.database.kind "sqlite" -}}
{{- if $values.autoscaling.enabled -}}
{{- fail "\n\nautoscaling.enabled needs database.kind=postgres: SQLite is one file that only one pod may write to, so more pods would damage it. Set autoscaling.enabled=false, or move to PostgreSQL first (docs/deploy.md)." -}}
{{- end -}}
{{- if gt (int $values.replicas) 1 -}}
{{- fail "\n\nreplicas must be 1 with database.kind=sqlite: SQLite is one file that only one pod may write to. Set replicas=1, or move to PostgreSQL first (docs/deploy.md)." -}}
{{- end -}}
{{- else if not $values.database.existingSecret -}}
{{- fail "\n\ndatabase.existingSecret is empty: with database.kind=postgres the address comes from a secret that you make beforehand (docs/deploy.md). It never stands in values." -}}
{{- end -}}
{{- if and $values.autoscaling.enabled (gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) -}}
{{- fail "\n\nautoscaling.minReplicas is larger than autoscaling.maxReplicas." -}}
{{- end -}}
{{- if and $values.ingress.enabled (not $values.ingress.host) -}}
{{- fail "\n\ningress.host is empty: give the name under which people open the page, such as app.example.com." -}}
{{- end -}}
{{- if and .Release.IsUpgrade (or $values.restore.file $values.restore.look) -}}
{{- fail "\n\nrestore.* is for `helm template` only (docs/restore.md): an upgrade must not replace the data." -}}
{{- end -}}
{{- if and (or $values.restore.file $values.restore.look) (not $values.backup.enabled) -}}
{{- fail "\n\nrestore.* needs backup.enabled=true: that is where the volume of the copies comes from." -}}
{{- end -}}
{{- $managed := list (include "program.databaseSetting" .) (include "program.hostsSetting" .) -}}
{{- range $name, $value := $values.settings -}}
{{- if regexMatch "(?i)(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY)" $name -}}
{{- fail (printf "\n\nsettings.%s looks like a secret, and Helm keeps values readable in the cluster. Put it into a secret and name that in settingsFromSecrets." $name) -}}
{{- end -}}
{{- if regexMatch "://[^/@ ]*:[^/@ ]*@" (toString $value) -}}
{{- fail (printf "\n\nsettings.%s holds an address with a password in it. Put it into a secret and name that in settingsFromSecrets." $name) -}}
{{- end -}}
{{- if has $name $managed -}}
{{- fail (printf "\n\nsettings.%s is set by the chart itself, from database.* and hosts." $name) -}}
{{- end -}}
{{- end -}}
{{- end }}
