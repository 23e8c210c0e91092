import { arn } from "../../aws/regions";
import type { Environment, Service } from "./environment";
import { valueName } from "./environment/values";
import { grantPull } from "../ecr";
import type { ExecutionRole, Statement, TaskRole } from "../iam";
import type { DataStack } from "./data-stack";
import type { FoundationStack } from "./foundation-stack";
import { deadLettersOf, valuesUsedBy } from "./variables";

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
export function grantPermissions(
  role: TaskRole,
  service: Service,
  { region }: Pick<Environment, "region">,
  data: DataStack,
): void {
  const { buckets, queues, statements } = service.permissions;
  const used = valuesUsedBy(service);
  for (const [key, bucket] of Object.entries(data.buckets)) {
    const access = buckets[key] ?? (used.includes(valueName("bucket", key, "name")) ? "read-write" : undefined);
    if (access === "read-write") bucket.grantReadWrite(role);
    else if (access === "read") bucket.grantRead(role);
    else if (access === "write") bucket.grantWrite(role);
  }
  for (const [name, access] of Object.entries(buckets)) {
    if (data.buckets[name] === undefined) grantForeignBucket(role, name, access, region);
  }
  for (const [key, queue] of Object.entries(data.queues)) {
    const isUsed = ["url", "arn", "name"].some((value) => used.includes(valueName("queue", key, value)));
    const access = queues[key] ?? (isUsed ? "send-and-consume" : undefined);
    if (access === "send" || access === "send-and-consume") queue.grantSend(role);
    if (access === "consume" || access === "send-and-consume") queue.grantConsume(role);
    const deadLetters = deadLettersOf(queue);
    if (deadLetters !== undefined && used.includes(valueName("queue", key, "deadLetterUrl"))) {
      deadLetters.grantConsume(role);
    }
  }
  const mounted = Object.values(service.volumes).flatMap((volume) => (volume.kind === "efs" ? [volume] : []));
  for (const { fileSystem, accessPoint } of mounted) data.fileSystems[fileSystem]?.grantMount(role, accessPoint);
  for (const statement of statements) role.allow(statement as Statement);
}

const reading = ["s3:GetObject"];
const writing = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];
const foreignActions = { read: reading, write: writing, "read-write": ["s3:DeleteObject", ...reading, ...writing] };

/** A bucket that others own; its own policy has to let the role in where it is in another account. */
function grantForeignBucket(role: TaskRole, name: string, access: keyof typeof foreignActions, region: string): void {
  // Names of buckets have hyphens and dots, ids of statements have not.
  const id = name.replace(/[^a-z0-9]/g, (character) => `x${character.charCodeAt(0)}`);
  const bucketArn = arn(region, { service: "s3", account: "", region: "", resource: name });
  if (access !== "write") {
    role.allow({ sid: `List${id}`, actions: ["s3:ListBucket", "s3:GetBucketLocation"], resources: [bucketArn] });
  }
  role.allow({ sid: `Objects${id}`, actions: [...foreignActions[access]].toSorted(), resources: [`${bucketArn}/*`] });
}
