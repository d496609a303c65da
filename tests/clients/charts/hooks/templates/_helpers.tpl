{{- define "hooks.job" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
spec:
  backoffLimit: 1
  template:
    metadata:
      labels: { app.kubernetes.io/instance: {{ $root.Release.Name }}, step: {{ $name }} }
    spec:
      restartPolicy: Never
      containers:
        - name: {{ $name }}
          image: {{ $root.Values.image }}
          command: [sh, -c, "echo {{ $name }} $DATABASE"]
          envFrom:
            - secretRef: { name: {{ $root.Release.Name }}-database }
{{- end -}}
