import { z } from "zod";
import { region } from "../../../../aws/regions";
import { adopt } from "./adopt";
import { capacity, cluster, repository, service, task } from "./compute";
import { database, secrets, state, storage, waivers } from "./data";
import { text } from "./forms";
import { monitoring } from "./monitoring";
import { domain, loadBalancer, network } from "./network";
import { release } from "./release";
import { destroyWaivers } from "./review";

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
  capacity,
  loadBalancer,
  repository,
  task,
  service,
  release,
  database,
  storage,
  secrets,
  monitoring,
  waivers,
  destroyWaivers,
  adopt,
});

/** What an environment file says; what it leaves out has the default that its field documents. */
export type EnvironmentInput = z.input<typeof schema>;

/** An environment with every default filled in. */
export type Environment = Parsed & { readonly release: { readonly record: string } };

type Parsed = z.output<typeof schema>;
