import { arn } from "../../aws/regions";
import type { Environment, Service } from "./environment";
import { valueName } from "./environment/values";
import { grantPull } from "../ecr";
import type { ExecutionRole, Statement, TaskRole } from "../iam";
import type { DataStack } from "./data-stack";
import type { FoundationStack } from "./foundation-stack";
import { valuesUsedBy } from "./variables";

/** An image of a private repository of ECR: account, region and repository. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)[:@]/;

/** Lets the ECS agent pull the images of a service. */
export function grantImages(
  role: ExecutionRole,
  service: Service,
  { account, region, images }: Environment,
  { repositories }: FoundationStack,
): void {
  const containers = Object.values(service.containers);
  const keys = [...new Set(containers.flatMap(({ image }) => ("key" in image ? [image.key] : [])))];
  for (const key of keys) {
    const repository = repositories[key];
    if (repository !== undefined) repository.grantPull(role);
    else grantPull(role, arn(region, { service: "ecr", account, resource: `repository/${images[key]?.repository}` }));
  }
  const foreign = containers.flatMap(({ image }) =>
    ("uri" in image ? (privateImage.exec(image.uri) ?? []) : []).slice(1),
  );
  for (let index = 0; index < foreign.length; index += 3) {
    const [owner = "", where = "", name = ""] = foreign.slice(index, index + 3);
    grantPull(role, arn(where, { service: "ecr", account: owner, resource: `repository/${name}` }));
  }
}

/** What the application may do: what the environment permits, and what using a value needs. */
export function grantPermissions(role: TaskRole, service: Service, data: DataStack): void {
  const { buckets, statements } = service.permissions;
  const used = valuesUsedBy(service);
  for (const [key, bucket] of Object.entries(data.buckets)) {
    const access = buckets[key] ?? (used.includes(valueName("bucket", key, "name")) ? "read-write" : undefined);
    if (access === "read-write") bucket.grantReadWrite(role);
    else if (access === "read") bucket.grantRead(role);
    else if (access === "write") bucket.grantWrite(role);
  }
  for (const statement of statements) role.allow(statement as Statement);
}
