import { z } from "./zod";
import { ecsName, logGroupName, secretName } from "../../../../aws/limits";
import { port, text, whole } from "./forms";
import { nameOf } from "./reference";
import { arnPattern } from "../../../../aws/regions";

/** Ids that EC2 gives: `vpc-0a1b2c3d4e5f60718`. */
const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), { error: `an id such as ${prefix}-0a1b2c3d4e5f60718` });

const arn = (service: string, example: string) =>
  z
    .string()
    .regex(arnPattern(service), { error: `an ARN such as arn:<partition>:${service}:<region>:<account>:${example}` });

const keyArn = arn("kms", "key/...");

const cidr = z.cidrv4({ error: "an IPv4 network in CIDR notation, such as 10.0.16.0/20" });

/** Subnets of one tier by availability zone. */
const subnets = z.record(
  nameOf("zones"),
  z.strictObject({
    /** Addresses of the subnet: those it has, or those that a new one is to get. */
    cidr,
    /** @default - a new subnet is made */
    id: id("subnet").optional(),
    /**
     * Route table that is associated with it; a table can be owned in one zone only, and the other zones of the private tier
     * then move to tables of their own.
     * @default - none, or the VPC's main route table: it gets one
     */
    routeTable: id("rtb").optional(),
  }),
);

const securityGroup = z.strictObject({
  id: id("sg"),
  /** Name and description of a security group can never be changed, so they stay as they are. */
  name: z.string().min(1, { error: "the group's name" }).max(255, { error: "at most 255 characters" }),
  description: z.string().max(255, { error: "at most 255 characters" }),
});

const role = z.strictObject({
  name: z.string().regex(/^[\w+=,.@-]{1,64}$/, { error: "1 to 64 letters, digits and + = , . @ _ -" }),
  /** @default "/" */
  path: z
    .string()
    .regex(/^\/(?:[!-~]+\/)?$/, { error: "a path that begins and ends with a slash" })
    .default("/"),
});

/**
 * Existing resources that Terraform takes over: each is imported by the first plan and changed in place, never replaced. What is
 * left out is created. What can never be changed of a resource (its name, its addresses, its key) is written here and stays.
 *
 * `./platform adopt <environment>` reads the account and proposes all of it; docs/guides/taking-over.md is the guide.
 */
export const adopt = z
  .strictObject({
    /** The VPC with `network.cidr`, and what belongs to it. @default - a new VPC is made */
    network: z
      .strictObject({
        vpc: id("vpc"),
        internetGateway: id("igw").optional(),
        /** By tier and zone of `network.zones`. @default - new subnets, with addresses that `network.cidr` has room for */
        subnets: z
          .strictObject({
            public: subnets.default({}),
            private: subnets.default({}),
            isolated: subnets.default({}),
          })
          .prefault({}),
        /** NAT gateways by zone, with the allocation id of their address; as many as `network.nat` says. */
        natGateways: z.record(nameOf("zones"), z.strictObject({ id: id("nat"), address: id("eipalloc") })).default({}),
        /** VPC endpoints by service: `s3`, and those in `network.endpoints`. */
        endpoints: z.record(nameOf("endpoints"), id("vpce")).default({}),
        /**
         * `left` keeps the VPC's default security group as it is, for as long as something still uses it.
         * @default "closed" - it loses its rules
         */
        defaultSecurityGroup: z.enum(["left", "closed"], { error: "left or closed" }).default("closed"),
      })
      .optional(),
    /** The cluster `cluster.name`. @default false */
    cluster: z.boolean().default(false),
    /** The instances of the cluster; each part that is left out is made. */
    capacity: z
      .strictObject({
        /** Name of the Auto Scaling group. */
        autoScalingGroup: z.string().min(1, { error: "the group's name" }).max(255).optional(),
        launchTemplate: z.strictObject({ id: id("lt"), name: z.string().min(3, { error: "its name" }) }).optional(),
        /** Name of the capacity provider. */
        capacityProvider: text(ecsName).optional(),
      })
      .prefault({}),
    /** The repository `repository.name`; how it is encrypted can never be changed. */
    repository: z
      .strictObject({
        /** `AES256`, or the ARN of the KMS key. */
        encryption: z.union([z.literal("AES256"), keyArn], { error: "AES256 or the ARN of a KMS key" }),
      })
      .optional(),
    /** Names of log groups that are there already, among those that the stacks would make. @default - none */
    logGroups: z.array(text(logGroupName)).default([]),
    /** The load balancer `loadBalancer.name`. */
    loadBalancer: z
      .strictObject({
        arn: arn("elasticloadbalancing", "loadbalancer/app/web/0a1b..."),
        /** Of the listener on port 443. @default - it is made */
        httpsListener: arn("elasticloadbalancing", "listener/app/...").optional(),
        /** Of the listener on port 80. @default - it is made */
        httpListener: arn("elasticloadbalancing", "listener/app/...").optional(),
        /**
         * Target group that the HTTPS listener sends everything to today. It continues doing so until this line is taken out,
         * which is for after the service is adopted: only its stack makes the rule for the host name.
         * @default - a request that no rule wants gets a plain 404
         */
        defaultTargetGroup: arn("elasticloadbalancing", "targetgroup/...").optional(),
      })
      .optional(),
    /** The target group of the service. */
    targetGroup: z
      .strictObject({
        arn: arn("elasticloadbalancing", "targetgroup/web/0a1b..."),
        name: z.string().regex(/^[A-Za-z0-9-]{1,32}$/, { error: "1 to 32 letters, digits and hyphens" }),
        /** Its own port, which counts only where a target has none of its own. */
        port,
      })
      .optional(),
    /** ARN of the HTTPS listener's rule for `services.web.web.host`. @default - it is made */
    listenerRule: arn("elasticloadbalancing", "listener-rule/app/...").optional(),
    /** Id of the hosted zone in which the alias record of `services.web.web.host` exists. @default - it is made */
    aliasRecordZone: z
      .string()
      .regex(/^[A-Z0-9]{4,32}$/, { error: "the id of a hosted zone, such as Z0ABCDEF1234567" })
      .optional(),
    securityGroups: z
      .strictObject({
        loadBalancer: securityGroup.optional(),
        instances: securityGroup.optional(),
        database: securityGroup.optional(),
        /** Of the interface endpoints. */
        endpoints: securityGroup.optional(),
        /** Of the tasks, in network mode awsvpc. */
        tasks: securityGroup.optional(),
      })
      .prefault({}),
    /** IAM roles; policies attached by hand stay attached. @default - new roles are made */
    roles: z
      .strictObject({
        execution: role.optional(),
        task: role.optional(),
        instance: role.optional(),
      })
      .prefault({}),
    /** Name of the instance profile. @default - a new one is made */
    instanceProfile: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/, { error: "1 to 128 letters, digits and + = , . @ _ -" })
      .optional(),
    /**
     * The service `service.name`. Its task definition is not imported: what Terraform makes is the next revision of the family,
     * and the ones made by hand stay registered, to roll back to.
     */
    service: z
      .strictObject({
        /**
         * `EC2` where the service names no capacity provider. A provider cannot be given to it without a replacement by
         * Terraform (AWS provider 5.100.0); `aws ecs update-service` can, in place. @default - it uses capacity providers
         */
        launchType: z.literal("EC2", { error: "EC2" }).optional(),
      })
      .optional(),
    /** The database `database.identifier`. Name, user, key and password stay as they are. */
    database: z
      .strictObject({
        /** Whether its storage is encrypted; that can never be changed. */
        encrypted: z.boolean(),
        /** RDS keeps an instance in its subnets, so the group keeps them. @default - a new group is made, and RDS refuses the move */
        subnetGroup: z
          .strictObject({ name: z.string().min(1, { error: "its name" }), subnets: z.array(id("subnet")).min(2) })
          .optional(),
        /** Highest `database.passwordVersion` that leaves the password alone; beyond it a new one is made. @default 1 */
        passwordVersion: whole(1, 1_000_000, "").default(1),
      })
      .optional(),
    /** The bucket `bucket.name`; objects go on being encrypted as they are, since who reads them may not use another key. */
    bucket: z
      .strictObject({
        /** `AES256`, or the ARN of the KMS key. */
        encryption: z.union([z.literal("AES256"), keyArn], { error: "AES256 or the ARN of a KMS key" }),
      })
      .optional(),
    /** Secrets by their name in `secrets`; values and keys stay as they are. @default - none: they are made, empty */
    secrets: z
      .record(
        nameOf("secrets"),
        z.strictObject({
          arn: arn("secretsmanager", "secret:name-AbCdEf"),
          name: text({ ...secretName, pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/ }),
          /** @default - the key `aws/secretsmanager`, which needs no permission */
          key: keyArn.optional(),
        }),
      )
      .default({}),
    /** What has no name of its own, such as a security group's rules: import ids by `<stack>/<Terraform address>`. @default - none */
    imports: z
      .record(
        z.string().regex(/^[a-z0-9-]+\/[a-z0-9_]+\.[A-Za-z0-9_-]+$/, { error: "<stack>/<type>.<name>" }),
        z.string().min(1, { error: "an import id" }),
      )
      .default({}),
  })
  .optional();

export type Adopt = NonNullable<z.output<typeof adopt>>;
export type AdoptInput = NonNullable<z.input<typeof adopt>>;
