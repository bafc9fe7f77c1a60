/** What a new service begins with as YAML: only the name and the image are needed, the rest is there to be uncommented. */
export const serviceTemplate = `# A new service. Only Name and Image are needed.
#
# Save it and leave the editor: what it would do is shown before anything is sent.
# Leave it as it is, or delete everything, and nothing happens.
# Lengths of time are 10s or 1m30s, sizes 64MiB, processors 0.5 CPU, file modes 0o444.
# A secret, config or network is given by its name alone.
# What follows a # is a note: take it away from what is to count.

Name: ""
# Labels:
#   tier: front
Mode:
  Replicated:
    Replicas: 1 # or, in its place: Global: {}; a job: ReplicatedJob: {TotalCompletions: 1}
EndpointSpec:
  Mode: vip # vip or dnsrr
#   Ports:
#     - PublishedPort: 8080
#       TargetPort: 80
#       Protocol: tcp # tcp, udp or sctp
#       PublishMode: ingress # on every node; host: on those its tasks run on
TaskTemplate:
  ContainerSpec:
    Image: ""
#     Args: [sh, -c, sleep 60]
#     Env:
#       - GREETING=hello there
#     Dir: /srv/app
#     User: "1000:1000"
#     Hostname: web-{{.Task.Slot}}
#     Init: true
#     StopGracePeriod: 10s
#     CapabilityAdd: [CAP_NET_ADMIN]
#     Ulimits:
#       - {Name: nofile, Soft: 1024, Hard: 65536}
#     Mounts:
#       - Type: volume # volume, bind or tmpfs
#         Source: data
#         Target: /data
#     Secrets:
#       - SecretName: db_password
#         File: {Name: db_password, UID: "0", GID: "0", Mode: 0o444}
#     Configs:
#       - ConfigName: app_settings
#         File: {Name: /etc/app.yaml, UID: "0", GID: "0", Mode: 0o444}
#     Healthcheck:
#       Test: [CMD-SHELL, curl -f http://localhost/]
#       Interval: 10s
#       Timeout: 5s
#       Retries: 3
#       StartPeriod: 30s
#   Networks:
#     - Target: backend
#       Aliases: [web]
#   Placement:
#     Constraints: [node.role == worker]
#     Preferences:
#       - Spread: {SpreadDescriptor: node.labels.zone}
#     MaxReplicas: 2
#   Resources:
#     Limits: {NanoCPUs: 1 CPU, MemoryBytes: 512MiB}
#     Reservations: {NanoCPUs: 0.25 CPU, MemoryBytes: 128MiB}
#   LogDriver: {Name: json-file, Options: {max-size: 10m, max-file: "3"}}
#   RestartPolicy: {Condition: any, Delay: 5s, MaxAttempts: 0}
# UpdateConfig: {Parallelism: 1, Delay: 10s, Monitor: 5s, Order: start-first, FailureAction: rollback, MaxFailureRatio: 0}
# RollbackConfig: {Parallelism: 1, Delay: 0s, Monitor: 5s, Order: stop-first, FailureAction: pause, MaxFailureRatio: 0}
`;
