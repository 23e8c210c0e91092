import { z } from "./zod";
import { bucketName, hostname, keyAlias, secretName, variableName } from "../../../../aws/limits";
import { alternatives } from "./existing";
import { days, text } from "./forms";
import { refersTo } from "./reference";

/** Where Terraform keeps the state of this environment's stacks. @default - a bucket of S3 */
export const state = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("s3"),
        /** Bucket that `./platform bootstrap` creates; names are unique in the world. @default - `<application>-<environment>-state-<account>` */
        bucket: text(bucketName).optional(),
        /** KMS key that encrypts it, without the prefix `alias/`. @default - `<application>-<environment>-state` */
        keyAlias: text(keyAlias).optional(),
        /** The bucket is another environment's: previews keep their state in that of the environment they are derived from. @default false */
        existing: z.boolean().default(false),
      }),
      z.strictObject({
        kind: z.literal("hcp"),
        organization: z.string().regex(/^[A-Za-z0-9_-]{3,40}$/, { error: "an organization of HCP Terraform" }),
        /** @default - the organization's default project */
        project: z.string().min(3, { error: "3 to 40 characters" }).max(40, { error: "3 to 40 characters" }).optional(),
        /** @default "app.terraform.io" */
        hostname: text(hostname).default("app.terraform.io"),
      }),
      z.strictObject({
        kind: z.literal("local"),
        /** Folder of the state files, for experiments of one person. */
        directory: z.string().min(1, { error: "a folder" }),
      }),
    ],
    { error: (issue) => (issue.code === "invalid_union" ? "s3, hcp or local" : undefined) },
  )
  .prefault({ kind: "s3" });

/** A bucket of files. */
export const bucket = z.strictObject({
  /** Name, unique in the world. @default - `<application>-<environment>-<key of buckets>-<account>`, with `files` for `bucket` */
  name: text(bucketName).optional(),
  /** Origins whose pages upload straight to the bucket. @default - the environment's own host names */
  corsOrigins: z
    .array(z.string().regex(/^https:\/\/[^\s/*]+$/, { error: "an origin such as https://app.example.com" }))
    .optional(),
  /** Days that an overwritten or deleted file can be brought back. @default 90 */
  noncurrentDays: days(1, 3650).default(90),
});

/** What the names in Secrets Manager begin with: `<prefix>/<NAME>`. @default - `<application>/<environment>` */
export const secretPrefix = text({ ...secretName, pattern: /^[A-Za-z0-9_+=.@-]+(\/[A-Za-z0-9_+=.@-]+)*$/ }).optional();

const sources = z.union([
  z.enum(["by-hand", "generated", "database", "cache", "cache.url"]),
  z.templateLiteral(["databases.", z.string()]),
  z.templateLiteral(["caches.", z.string()]),
]);

/** Any text here, since which sources there are depends on the databases and caches. */
const secretSource = z.custom<z.output<typeof sources>>((value) => typeof value === "string", {
  error: "by-hand, generated, database, databases.<name>, or cache, cache.url, caches.<name> or caches.<name>.url",
});
alternatives.set(secretSource, [sources]);

/**
 * Secrets by name, and where each value comes from: `database` (or `databases.<name>`) is the password of the database, `cache` (or `caches.<name>`) that of the cache and
 * `cache.url` the URL with it, `generated` is
 * made once by AWS and never seen, `by-hand` is put by a person with `./platform secrets`. @default - none
 */
export const secrets = z.record(text(variableName), refersTo("secretSources", secretSource)).default({});

/** What this environment leaves undone of the policies, each for a reason and until a day; an expired one fails the synth. */
export const waivers = z
  .array(
    z.strictObject({
      /** Id of the policy, as `./platform policies` lists it. */
      policy: z.string().min(1, { error: "the id of a policy" }),
      /** Construct path or `<stack>/<address>`; `*` represents any text. */
      resource: z.string().min(1, { error: "a construct path, such as production-service/service/service" }),
      /** Why it is right, or not yet wrong, to leave it so. */
      reason: z.string().min(10, { error: "a reason of at least 10 characters" }),
      /** Last day on which it holds; an end within 30 days, or over a year ahead, is warned of. */
      until: z.iso.date({ error: "a day such as 2027-05-31" }),
    }),
  )
  .default([]);
