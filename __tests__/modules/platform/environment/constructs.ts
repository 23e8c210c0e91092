/** How an environment reaches the props of a construct that are not fields of the same name. */
export interface Reach {
  /** Module and type of the props. */
  readonly props: readonly [module: string, type: string];
  /** Where the fields are. */
  readonly at: string;
  /** Props that are reached by other fields of the environment. */
  readonly by?: Readonly<Record<string, string>>;
  /** Props that the platform decides, and why. */
  readonly decided?: Readonly<Record<string, string>>;
}

const made = "it makes this itself";
const given = "the platform knows it";

const service = "services.*";
const container = `${service}.containers.*`;
const route = `${service}.web`;
const ofService = { name: `${service}.name`, cluster: "cluster", executeCommand: `${service}.executeCommand` };

export const reaches: readonly Reach[] = [
  { props: ["task-definition", "ContainerOptions"], at: container },
  { props: ["task-definition", "ContainerLogs"], at: container },
  { props: ["task-definition", "LogProps"], at: `${container}.logs` },
  { props: ["task-definition", "FirelensLogProps"], at: `${container}.logs` },
  { props: ["task-definition", "FirelensProps"], at: `${container}.firelens` },
  { props: ["task-definition", "PortProps"], at: `${container}.ports.0` },
  { props: ["task-definition", "RestartPolicyProps"], at: `${container}.restartPolicy` },
  { props: ["task-definition", "HealthCheckProps"], at: `${container}.healthCheck` },
  { props: ["task-definition", "MountPointProps"], at: `${container}.mountPoints.0` },
  { props: ["task-definition", "LinuxParameters"], at: `${container}.linuxParameters` },
  { props: ["task-definition", "TmpfsProps"], at: `${container}.linuxParameters.tmpfs.0` },
  { props: ["task-definition", "DeviceProps"], at: `${container}.linuxParameters.devices.0` },
  { props: ["task-definition", "SecretProps"], at: `${container}.secrets.*`, by: { secretArn: "secrets" } },
  { props: ["task-definition", "DockerVolumeProps"], at: `${service}.volumes.*` },
  {
    props: ["task-definition", "EfsVolumeProps"],
    at: `${service}.volumes.*`,
    by: { fileSystemId: `${service}.volumes.*.fileSystem`, accessPointId: `${service}.volumes.*.accessPoint` },
    decided: {
      rootDirectory: "an access point always has its path",
      useTaskRole: "always, so that permissions are those of the service",
      transitEncryptionPort: "the mount helper finds a free one",
    },
  },
  {
    props: ["task-definition", "TaskDefinitionProps"],
    at: service,
    by: { architecture: "capacity.architecture" },
    decided: { region: given, executionRole: made, taskRole: made },
  },
  {
    props: ["service", "ServiceProps"],
    at: service,
    by: {
      ...ofService,
      loadBalancers: `${service}.routes`,
      network: `${service}.networkMode`,
      serviceConnect: `${service}.connect`,
    },
    decided: { taskDefinition: made, triggers: "the version of each password that the containers receive" },
  },
  {
    props: ["service", "ReplicaServiceProps"],
    at: service,
    by: {
      ...ofService,
      loadBalancers: `${service}.routes`,
      network: `${service}.networkMode`,
      serviceConnect: `${service}.connect`,
      singleton: `${service}.scheduling`,
      capacityProviders: `${service}.capacity`,
      desired: `${service}.scaling.desired`,
      minimum: `${service}.scaling.minimum`,
      maximum: `${service}.scaling.maximum`,
      autoscaling: `${service}.scaling`,
    },
    decided: { taskDefinition: made, triggers: "the version of each password that the containers receive" },
  },
  { props: ["service", "Placement"], at: `${service}.placement` },
  {
    props: ["service", "RollingDeployment"],
    at: `${service}.deployment`,
    by: { circuitBreaker: `${service}.deployment.rollback`, alarms: `monitoring` },
  },
  {
    props: ["service", "BlueGreenDeployment"],
    at: `${service}.deployment`,
    by: {
      testRule: `${service}.deployment.testListener`,
      hookFunctions: `${service}.deployment.hooks`,
      alarms: "monitoring",
    },
    decided: { green: made, role: made, account: given, region: given },
  },
  {
    props: ["service", "AutoscalingProps"],
    at: `${service}.scaling`,
    by: { queueBacklogPerTask: `${service}.scaling.queueBacklog` },
  },
  { props: ["service", "ScheduledCapacity"], at: `${service}.scaling.scheduled.*` },
  { props: ["service", "QueueLatencyProps"], at: `${service}.scaling.queueLatency`, decided: { namespace: given } },
  {
    props: ["service", "ServiceConnectProps"],
    at: `${service}.connect`,
    decided: { namespaceArn: made, logGroup: made },
  },
  {
    props: ["service", "ServiceConnectService"],
    at: `${service}.connect.services.*`,
    by: { portName: `${service}.connect.services` },
  },
  {
    props: ["scheduled-task", "ScheduledTaskProps"],
    at: `${service}.scheduled.*`,
    by: { size: `${service}.scheduled.*.cpu` },
  },
  {
    props: ["alb", "TargetGroupProps"],
    at: route,
    decided: {
      namePrefix: "a name that nobody sees",
      network: made,
      targetType: "what the network mode needs",
    },
  },
  { props: ["alb", "HealthCheck"], at: `${route}.healthCheck` },
  { props: ["alb", "CognitoLogin"], at: `${route}.login`, decided: { loadBalancer: made } },
  {
    props: ["alb", "RuleConditions"],
    at: route,
    by: { hostHeaders: `${route}.hosts`, pathPatterns: `${route}.paths` },
  },
  {
    props: ["alb", "RuleConditions"],
    at: "loadBalancer.rules.*",
    by: { hostHeaders: "loadBalancer.rules.*.hosts", pathPatterns: "loadBalancer.rules.*.paths" },
  },
  { props: ["alb", "Redirect"], at: "loadBalancer.rules.*.redirect" },
  { props: ["alb", "FixedResponse"], at: "loadBalancer.rules.*.fixedResponse" },
  {
    props: ["alb", "LoadBalancerProps"],
    at: "loadBalancer",
    by: {
      network: "network",
      certificate: "domain.certificateArn",
      accessLogs: "loadBalancer.accessLogsBucket",
      deletionProtection: "deletionProtection",
    },
  },
  {
    props: ["alb", "AccessLogsProps"],
    at: "loadBalancer",
    by: { bucketName: "loadBalancer.accessLogsBucket", retentionDays: "loadBalancer.accessLogsRetentionDays" },
  },
  {
    props: ["alb", "TestListenerProps"],
    at: `${service}.deployment.testListener`,
    decided: { id: "a listener for each service" },
  },
  {
    props: ["waf", "WebAclProps"],
    at: "loadBalancer.firewall",
    by: { deletionProtection: "deletionProtection" },
    decided: { name: given },
  },
  { props: ["waf", "WebAclLogs"], at: "loadBalancer.firewall.logs", decided: { encryptionKey: made } },
  { props: ["waf", "RateLimit"], at: "loadBalancer.firewall.rateLimit" },
  { props: ["waf", "ManagedRuleGroup"], at: "loadBalancer.firewall.managedRules.0" },
  {
    props: ["capacity", "CapacityProps"],
    at: "capacity",
    by: {
      cluster: "cluster",
      network: "network",
      instanceRole: "roles.instancePolicies",
      networkMode: `${service}.networkMode`,
    },
    decided: { requirements: "the rollout proof finds them" },
  },
  { props: ["capacity", "ClusterProps"], at: "cluster", decided: { execLogs: made } },
  {
    props: ["ecr", "RepositoryProps"],
    at: "images.*",
    by: { name: "images.*.repository", deletionProtection: "deletionProtection" },
    decided: { encryptionKey: made },
  },
  {
    props: ["networking", "NetworkProps"],
    at: "network",
    by: {
      flowLogs: "network.flowLogRetentionDays",
      addresses: "adopt.network.subnets",
      defaultSecurityGroup: "adopt.network.defaultSecurityGroup",
    },
    decided: { name: given },
  },
  {
    props: ["iam", "InstanceRoleProps"],
    at: "roles",
    by: { managedPolicies: "roles.instancePolicies", cluster: "cluster", account: "account", region: "region" },
    decided: { name: given },
  },
  {
    props: ["iam", "TaskRoleProps"],
    at: service,
    by: { managedPolicies: `${service}.permissions.managedPolicies`, account: "account", region: "region" },
    decided: {},
  },
  {
    props: ["database", "DatabaseProps"],
    at: "database",
    by: {
      databaseName: "database.name",
      engineVersion: "database.version",
      password: "database.passwordVersion",
      network: "network",
      logRetentionDays: "logRetentionDays",
      deletionProtection: "deletionProtection",
    },
    decided: { encryptionKey: made },
  },
  { props: ["database", "ReplicaProps"], at: "database.replicas.*", by: { deletionProtection: "deletionProtection" } },
  {
    props: ["database", "AuroraDatabaseProps"],
    at: "database",
    by: {
      databaseName: "database.name",
      engineVersion: "database.version",
      password: "database.passwordVersion",
      network: "network",
      logRetentionDays: "logRetentionDays",
      deletionProtection: "deletionProtection",
    },
    decided: { encryptionKey: made },
  },
  {
    props: ["cache", "CacheProps"],
    at: "caches.*",
    by: {
      engineVersion: "caches.*.version",
      password: "caches.*.passwordVersion",
      network: "network",
      deletionProtection: "deletionProtection",
    },
    decided: { encryptionKey: made, logs: made, subnets: "isolated ones: nothing of a cache calls the internet" },
  },
  {
    props: ["queue", "QueueProps"],
    at: "queues.*",
    by: { deletionProtection: "deletionProtection" },
    decided: { encryptionKey: made, statements: "permissions of services; for others environments/<name>.extend.ts" },
  },
  { props: ["queue", "FifoProps"], at: "queues.*.fifo" },
  { props: ["queue", "DeadLetterProps"], at: "queues.*.deadLetterQueue" },
  {
    props: ["file-system", "FileSystemProps"],
    at: "fileSystems.*",
    by: { network: "network", deletionProtection: "deletionProtection" },
    decided: { encryptionKey: made },
  },
  { props: ["file-system", "AccessPointProps"], at: "fileSystems.*.accessPoints.*" },
  {
    props: ["storage", "BucketProps"],
    at: "bucket",
    by: { cors: "bucket.corsOrigins", lifecycle: "bucket.noncurrentDays", deletionProtection: "deletionProtection" },
    decided: { encryptionKey: made },
  },
];

/** Props that are no part of an environment by themselves. */
export const notReached: Readonly<Record<string, string>> = {
  "alb.CertificateProps": "the certificates of the load balancer, by domain and loadBalancer",
  "alb.ListenerRuleProps": "RuleConditions, with what the platform makes",
  "capacity.CapacityStrategy": "each service has its own in capacity",
  "database.CommonDatabaseProps": "part of DatabaseProps and AuroraDatabaseProps",
  "ecr.ImageRecordProps": "images.*.record and tag",
  "encryption.EncryptionKeyProps": "the keys are made by the platform",
  "iam.RoleProps": "the roles are made by the platform; roles and permissions are fields",
  "iam.TasksRoleProps": "the roles are made by the platform; roles and permissions are fields",
  "logs.LogGroupProps": "logGroup of a container, logRetentionDays",
  "monitoring.MonitoringProps": "monitoring has its own test",
  "monitoring.TopicProps": "monitoring has its own test",
  "networking.FlowLogsProps": "network.flowLogRetentionDays",
  "networking.SecurityGroupProps": "groups and rules follow from what connects to what",
  "scheduled-task.ScheduledTasksProps": "ScheduledTaskProps, with what the platform makes",
  "secrets.SecretsProps": "secrets and secretPrefix",
  "service-connect.ServiceConnectNamespaceProps": "one for each environment, called as it is",
  "service.DaemonServiceProps": "ReplicaServiceProps has what it has",
  "service.EcsServiceProps": "ReplicaServiceProps, and others that have less",
  "service.QueueBacklogProps": "services.*.scaling.queueBacklog",
  "service.SingletonServiceProps": "ReplicaServiceProps has what it has",
  "state-backend.StateBackendProps": "state",
  "task-definition.ContainerProps": "ContainerOptions and ContainerLogs",
  "task-definition.VolumeProps": "services.*.volumes",
};
