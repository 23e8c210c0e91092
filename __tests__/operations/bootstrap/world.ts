import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../packages/common/errors";
import type { Work } from "../../../operations/bootstrap/make";
import { parseState } from "../../../operations/bootstrap/state-file";

export const bucket = "acme-state";
export const stack = "acme-state-backend";

const configuration = {
  resource: {
    aws_kms_key: { key: {} },
    aws_kms_alias: { alias: { name: "alias/acme-state" } },
    aws_s3_bucket: { bucket: { bucket } },
    aws_s3_bucket_versioning: { versioning: { bucket } },
  },
};

/** What a run is stopped with, as SIGKILL would. */
export class Killed extends Error {}

/** An AWS account and a Terraform that works on it, both in memory; the working folder is real. */
export class World {
  /** Ids of what exists, by address; addresses with names of their own cannot be made twice. */
  existing: Record<string, string> = {};
  /** State in the bucket. */
  object: string | undefined;
  /** Commands that Terraform was given. */
  readonly commands: string[] = [];
  /** Steps until the run is killed. */
  stepsLeft = Infinity;
  steps = 0;
  /** Keys that were made; AWS makes another one each time. */
  keys = 0;

  constructor(readonly folder: string) {}

  work(): Work {
    return {
      stack,
      bucket,
      folder: this.folder,
      aws: {
        bucketExists: () => Promise.resolve("aws_s3_bucket.bucket" in this.existing),
        state: () =>
          Promise.resolve(this.object === undefined ? undefined : parseState(this.object, "the object", "restore it")),
      },
      synthesize: () => {
        this.step();
        return Promise.resolve(JSON.stringify(configuration));
      },
      terraform: async (args, unless) => {
        this.commands.push(args.join(" "));
        this.step();
        this.terraform(args, unless);
        this.step();
      },
      tagged: () => {
        const { "aws_kms_key.key": id } = this.existing;
        return Promise.resolve(
          id === undefined || "aws_kms_key.key" in this.local() ? [] : [{ address: "aws_kms_key.key", id }],
        );
      },
      say: () => {},
    };
  }

  private step(): void {
    this.steps += 1;
    this.stepsLeft -= 1;
    if (this.stepsLeft <= 0) throw new Killed();
  }

  private terraform([command, ...args]: readonly string[], unless?: RegExp): void {
    const override = existsSync(join(this.folder, "backend_override.tf.json"));
    switch (command) {
      case "init":
        if (args.includes("-migrate-state")) {
          if (override) throw new UserError("the backend is still the local one");
          this.object = readFileSync(join(this.folder, "terraform.tfstate"), "utf8");
        } else if (!override) {
          throw new UserError("the bucket of the backend does not exist");
        }
        return;
      case "import": {
        const [address = "", id = ""] = args;
        if (address in this.existing) this.record(address, id);
        else if (unless?.test("Cannot import non-existent remote object") !== true)
          throw new UserError("nothing there");
        return;
      }
      case "apply":
        for (const [type, resources] of Object.entries(configuration.resource)) {
          for (const name of Object.keys(resources)) this.apply(`${type}.${name}`);
        }
        return;
      default:
        throw new Error(`no such command: ${command}`);
    }
  }

  private apply(address: string): void {
    if (address in this.local()) return;
    const id = address === "aws_kms_key.key" ? `key-${(this.keys += 1)}` : `${address}-id`;
    const named = ["aws_s3_bucket.bucket", "aws_kms_alias.alias"].includes(address);
    if (named && address in this.existing) throw new UserError(`${address} already exists`);
    this.existing[address] = id;
    this.step();
    this.record(address, id);
    this.step();
  }

  private local() {
    const file = join(this.folder, "terraform.tfstate");
    return existsSync(file) ? (parseState(readFileSync(file, "utf8"), file, "restore it") ?? {}) : {};
  }

  private record(address: string, id: string): void {
    const all = { ...this.local(), [address]: id };
    const resources = Object.entries(all).map(([known, knownId]) => {
      const [type, name] = known.split(".");
      return { mode: "managed", type, name, instances: [{ attributes: { id: knownId } }] };
    });
    writeFileSync(join(this.folder, "terraform.tfstate"), JSON.stringify({ version: 4, resources }));
  }
}
