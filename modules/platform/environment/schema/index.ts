import { z } from "./zod";
import { region } from "../../../../aws/regions";
import { adopt } from "./adopt";
import { alerts } from "./alerts";
import { capacity, cluster, image } from "./compute";
import { cache } from "./cache";
import { cost } from "./cost";
import { bucket, secretPrefix, secrets, state, waivers } from "./data";
import { database } from "./database";
import { fileSystem } from "./file-system";
import { logRetention, text } from "./forms";
import { monitoring } from "./monitoring";
import { byName } from "./names";
import { domain, loadBalancer, network } from "./network";
import { queue } from "./queue";
import { preview } from "./preview";
import { release } from "./release";
import { destroyWaivers } from "./review";
import { roles } from "./roles";
import { service } from "./service";

const shortName = {
  pattern: /^[a-z][a-z0-9-]{1,18}[a-z0-9]$/,
  allowed: "3 to 20 lower case letters, digits and hyphens, beginning with a letter",
};

export const schema = z.strictObject({
  /** Name of the environment; stacks are called `<name>-foundation`, `<name>-data` and `<name>-service`. */
  name: text(shortName),
  /** Name of the application; what has no name of its own is called `<application>-<environment>`. */
  application: text(shortName),
  /** AWS account; every plan is refused in another one. */
  account: text({ pattern: /^\d{12}$/, allowed: "12 digits in quotes" }),
  /** In any partition: a commercial region, GovCloud or China. */
  region: text(region),
  /** Tags on everything, beside `Application`, `Environment` and `ManagedBy`. @default - none */
  tags: z.record(z.string().min(1, { error: "a tag key" }), z.string()).default({}),
  /** Whether Terraform and AWS refuse to destroy the database, files, secrets, images, load balancer and state. @default true */
  deletionProtection: z.boolean().default(true),
  state,
  domain,
  network,
  cluster,
  /** The instances that tasks run on, in place of `capacities`. */
  capacity: capacity.optional(),
  /** Several kinds of instances, by name. @default - `capacity` */
  capacities: byName(capacity).optional(),
  loadBalancer,
  roles,
  /** Images by name: what `./platform release` brings. */
  images: byName(image).default({}),
  /** Services by name: each has its own task definition, role, scaling, deployment and logs. */
  services: byName(service).refine((services) => Object.keys(services).length > 0, { error: "at least one service" }),
  release,
  /** The database, in place of `databases`. @default - none */
  database: database.optional(),
  /** Several databases, by name. @default - `database` */
  databases: byName(database).optional(),
  /** The bucket of files, in place of `buckets`. @default - none */
  bucket: bucket.optional(),
  /** Several buckets, by name. @default - `bucket` */
  buckets: byName(bucket).optional(),
  /** The cache, in place of `caches`. @default - none */
  cache: cache.optional(),
  /** Several caches, by name. @default - `cache` */
  caches: byName(cache).optional(),
  /** The queue, in place of `queues`. @default - none */
  queue: queue.optional(),
  /** Several queues, by name. @default - `queue` */
  queues: byName(queue).optional(),
  /** The file system, in place of `fileSystems`. @default - none */
  fileSystem: fileSystem.optional(),
  /** Several file systems, by name. @default - `fileSystem` */
  fileSystems: byName(fileSystem).optional(),
  secretPrefix,
  secrets,
  /** Days that the containers' logs are kept. @default 30 */
  logRetentionDays: logRetention.default(30),
  /** Who is alerted; `"nobody"` records that it is nobody for now. */
  alerts,
  monitoring,
  cost,
  waivers,
  destroyWaivers,
  adopt,
  preview,
});

/** An environment as it is written, where any text may be the name of a value; `input.ts` knows which ones there are. */
export type PlainInput = z.input<typeof schema>;

/** An environment as it was written, with the defaults that depend on nothing else. */
export type Parsed = z.output<typeof schema>;
