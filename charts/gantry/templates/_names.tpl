{{- define "gantry.labels" -}}
app.kubernetes.io/name: gantry
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "gantry.selector" -}}
app.kubernetes.io/name: gantry
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The reference of one image: (dict "root" $ "name" "gantry"). Only digests say what runs. */}}
{{- define "gantry.image" -}}
{{- $image := index .root.Values.images .name -}}
{{- if not $image.digest -}}
{{- fail (printf "images.%s.digest is not set: give the digest (sha256:…) of the image of %s that this cluster shall run" .name $image.repository) -}}
{{- end -}}
{{- $registry := .root.Values.images.registry -}}
{{- if $registry -}}
{{- $path := $image.repository | splitList "/" | rest | join "/" -}}
{{- printf "%s/%s@%s" (trimSuffix "/" $registry) $path $image.digest -}}
{{- else -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- end -}}
{{- end }}

{{- define "gantry.servingSecret" -}}
{{- eq .Values.certificates.source "secrets" | ternary .Values.certificates.serving "gantry-serving" -}}
{{- end }}

{{- define "gantry.webhookSecret" -}}
{{- eq .Values.certificates.source "secrets" | ternary .Values.certificates.webhook "gantry-webhook" -}}
{{- end }}

{{/* Name of the ConfigMap with trusted authorities; empty = none. */}}
{{- define "gantry.trustedCa" -}}
{{- if .Values.trustedCa -}}
{{- .Values.trustedCa -}}
{{- else if eq .Values.platform "openshift" -}}
gantry-trusted-ca
{{- end -}}
{{- end }}

{{/* Images that the engine starts: a process has them from its start. */}}
{{- define "gantry.images" -}}
{{- $image := include "gantry.image" (dict "root" . "name" "virtV2v") -}}
{{- merge (dict "virtV2vImage" $image "consumerImage" $image) (pick .Values.settings "vddkImage" "virtV2vImageXfs") | toJson -}}
{{- end }}

{{/* Rules of RBAC from the short form of files/rights.yaml. */}}
{{- define "gantry.rules" -}}
{{- range . }}
- apiGroups: {{ toJson .groups }}
  resources: {{ toJson .resources }}
  {{- with .names }}
  resourceNames: {{ toJson . }}
  {{- end }}
  verbs: {{ toJson .verbs }}
{{- end }}
{{- end }}

{{- define "gantry.restrictedPod" -}}
runAsNonRoot: true
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "gantry.restrictedContainer" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}
