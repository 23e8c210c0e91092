import type { Adoptable } from "./target";
import type { AdoptInput } from "../../modules/platform/environment/schema/adopt";
import type { Found, FoundSecurityGroup } from "./found";
import { proposeData } from "./propose-data";
import { proposeNetwork } from "./propose-network";
import { Notes, type Proposal } from "./proposal";

/** What to write into the environment, from what the account has. What the stacks themselves must tell comes later: `addImports`. */
export function propose(environment: Adoptable, found: Found): Proposal {
  const notes = new Notes();
  const { cluster, repository, capacity } = found;
  const network = proposeNetwork(environment, found, notes);
  const data = proposeData(environment, found, notes);
  const loadBalancer = proposeLoadBalancer(environment, found, notes);
  if (!cluster) notes.remark(`No cluster ${environment.cluster.name} was found: it is made.`);
  if (repository === undefined) notes.remark(`No repository ${environment.image.repository} was found: it is made.`);
  const adopt: AdoptInput = {
    ...(network && { network }),
    ...(cluster && { cluster }),
    ...proposeCapacity(found, notes),
    ...(repository && { repository: { encryption: repository.encryption as "AES256" } }),
    ...loadBalancer,
    securityGroups: proposeSecurityGroups(found, notes),
    ...proposeRoles(found, notes),
    ...(capacity?.instanceProfile !== undefined && { instanceProfile: capacity.instanceProfile }),
    ...proposeService(environment, found, notes),
    ...data.adopt,
    imports: {
      ...data.imports,
      ...(repository?.hasLifecyclePolicy === true && {
        [`${environment.name}-foundation/aws_ecr_lifecycle_policy.repository_lifecycle-policy`]:
          environment.image.repository,
      }),
      ...(found.accessLogsBucket &&
        environment.loadBalancer !== undefined &&
        environment.loadBalancer.existing === undefined && {
          [`${environment.name}-foundation/aws_s3_bucket.load-balancer_access-logs_bucket`]:
            environment.loadBalancer.accessLogsBucket,
        }),
    },
  };
  return { adopt, changes: notes.changes, waivers: [], remarks: notes.remarks };
}

function proposeCapacity({ capacity, cluster }: Found, notes: Notes): Pick<AdoptInput, "capacity"> {
  if (capacity === undefined) {
    if (cluster) notes.remark("The cluster has no capacity provider: instances, and a provider for them, are made.");
    return {};
  }
  const { autoScalingGroup, launchTemplate, capacityProvider } = capacity;
  if (launchTemplate === undefined) notes.remark("The instances have no launch template: one is made.");
  return {
    capacity: {
      ...(autoScalingGroup !== undefined && { autoScalingGroup }),
      ...(launchTemplate !== undefined && { launchTemplate }),
      ...(capacityProvider !== undefined && autoScalingGroup !== undefined && { capacityProvider }),
    },
  };
}

function proposeLoadBalancer(
  environment: Adoptable,
  { loadBalancer, aliasRecord, otherRecord, network }: Found,
  notes: Notes,
): Pick<AdoptInput, "loadBalancer" | "targetGroup" | "listenerRule" | "aliasRecordZone"> {
  const { loadBalancer: wanted, domain, host, service } = environment;
  if (wanted === undefined || wanted.existing !== undefined) return {};
  if (otherRecord !== undefined) {
    notes.remark(
      `${host} has a ${otherRecord} record that is no alias: delete it in the moment before the foundation is applied, which makes the alias record.`,
    );
  }
  if (loadBalancer === undefined) {
    notes.remark("No load balancer was found, by the service's target group or by its name: it is made.");
    return {};
  }
  const { https, http, targetGroup, ruleArn } = loadBalancer;
  notes.field("loadBalancer.name", wanted.name, loadBalancer.name);
  if (https?.certificateArn !== undefined) {
    notes.field("domain.certificateArn", domain?.certificateArn, https.certificateArn);
  }
  if (https === undefined) notes.remark("The load balancer has no HTTPS listener on port 443: it is made.");
  if (network?.vpcId !== loadBalancer.vpcId) notes.remark("The load balancer is in another VPC.");
  const isRightType = targetGroup?.type === (service.networkMode === "awsvpc" ? "ip" : "instance");
  if (targetGroup !== undefined && !isRightType) {
    notes.remark(
      `The target group ${targetGroup.name} has targets of type ${targetGroup.type}, which networkMode ${service.networkMode} cannot use: a new one is made.`,
    );
  }
  return {
    loadBalancer: {
      arn: loadBalancer.arn,
      ...(https !== undefined && { httpsListener: https.arn }),
      ...(http !== undefined && { httpListener: http.arn }),
      ...(https?.forwardsTo !== undefined && { defaultTargetGroup: https.forwardsTo }),
    },
    ...(targetGroup !== undefined &&
      isRightType && { targetGroup: { arn: targetGroup.arn, name: targetGroup.name, port: targetGroup.port } }),
    ...(ruleArn !== undefined && { listenerRule: ruleArn }),
    ...(aliasRecord !== undefined && { aliasRecordZone: aliasRecord.zoneId }),
  };
}

/** A group has one owner: where several share one, the first takes it. */
function proposeSecurityGroups(
  { network, loadBalancer, capacity, database }: Found,
  notes: Notes,
): NonNullable<AdoptInput["securityGroups"]> {
  const users = {
    loadBalancer: { ids: loadBalancer?.securityGroups ?? [], name: "the load balancer" },
    instances: { ids: capacity?.securityGroups ?? [], name: "the instances" },
    database: { ids: database?.securityGroups ?? [], name: "the database" },
  };
  const owners = new Map<string, string>();
  const proposed: { [key in keyof typeof users]?: FoundSecurityGroup } = {};
  for (const key of ["loadBalancer", "instances", "database"] as const) {
    const { ids, name } = users[key];
    const groups = ids.flatMap((id) => network?.securityGroups.get(id) ?? []);
    const group = groups.find(({ id, name: groupName }) => groupName !== "default" && !owners.has(id));
    for (const { id, name: groupName } of groups) {
      const owner = owners.get(id);
      if (groupName === "default") {
        notes.remark(
          `${upper(name)} has the VPC's default security group ${id}, which it would lose: move what it lets in first.`,
        );
      } else if (owner !== undefined) {
        notes.remark(
          `${upper(name)} shares the security group ${id} with ${owner}, and would lose it: give it one of its own first.`,
        );
      } else if (id !== group?.id) {
        notes.remark(
          `${upper(name)} has a second security group ${id}, which it would lose: move what it lets in to ${group?.id} first.`,
        );
      }
    }
    if (group === undefined) continue;
    owners.set(group.id, name);
    proposed[key] = group;
  }
  return proposed;
}

function proposeRoles({ roles }: Found, notes: Notes): Pick<AdoptInput, "roles"> {
  const { execution, instance } = roles;
  const task = roles.task?.name === execution?.name ? undefined : roles.task;
  if (roles.task !== undefined && task === undefined) {
    notes.remark(`Execution role and task role are both ${roles.task.name}: the first takes it, a task role is made.`);
  }
  for (const role of [execution, task, instance]) {
    if (role === undefined) continue;
    notes.remark(
      `The role ${role.name} keeps what is attached to it by hand, and gets a policy of its own besides. If others use it too, leave it out: a role of this environment's own is made.`,
    );
  }
  const entry = (role: typeof execution) => role && { name: role.name, ...(role.path !== "/" && { path: role.path }) };
  return {
    roles: {
      ...(execution && { execution: entry(execution) }),
      ...(task && { task: entry(task) }),
      ...(instance && { instance: entry(instance) }),
    },
  };
}

function proposeService(
  { service: wanted }: Adoptable,
  { service, taskDefinition }: Found,
  notes: Notes,
): Pick<AdoptInput, "service"> {
  if (taskDefinition === undefined) notes.remark(`No task definition of the family ${wanted.family} was found.`);
  else {
    const { family, revision, networkMode } = taskDefinition;
    notes.remark(
      `The task definition ${family}:${revision} stays registered, to roll back to; Terraform makes the next revision, and the service moves to it by a rolling deployment.`,
    );
    notes.field(`${wanted.field}.family`, wanted.family, family);
    if (networkMode !== wanted.networkMode) {
      notes.remark(
        `Its network mode is ${networkMode}, and ${wanted.field}.networkMode is ${wanted.networkMode}: make them the same.`,
      );
    }
  }
  if (service === undefined) {
    notes.remark(`No service ${wanted.name} was found: it is made.`);
    return {};
  }
  if (service.targetGroups.length > 1) {
    notes.remark(`The service has ${service.targetGroups.length} target groups, and would keep the first.`);
  }
  return { service: service.capacityProviders.length === 0 ? { launchType: "EC2" } : {} };
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
