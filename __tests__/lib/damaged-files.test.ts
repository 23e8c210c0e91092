import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readResources, readStacks } from "../../lib/cdktf/synthesize";
import { readRecord } from "../../lib/emulator/record";
import { parseState } from "../../operations/bootstrap/state-file";
import { readStackFile, readSynth } from "../../operations/policies/inputs";
import { UserError } from "../../packages/common/errors";

/*
 * Programs are killed and disks are full: whatever file is cut off, wherever, the program that reads it does without it, or says in one
 * line which file it is and what to do.
 */

const folder = mkdtempSync(join(tmpdir(), "damaged-"));
afterAll(() => rmSync(folder, { recursive: true }));

const stack = { resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } } };
const manifest = { stacks: { net: { name: "net", dependencies: [], synthesizedStackPath: "stacks/net/cdk.tf.json" } } };
const state = {
  version: 4,
  resources: [{ mode: "managed", type: "aws_s3_bucket", name: "b", instances: [{ attributes: { id: "x" } }] }],
};
const record = { pid: 1, port: 2, account: "111122223333", version: "v", startedAt: "2026-11-27T00:00:00Z" };

interface Reader {
  readonly file: string;
  readonly contents: object;
  readonly read: (file: string) => unknown;
  /** What a damaged file gives. @default - an error that names it */
  readonly without?: unknown;
}

const readers: Readonly<Record<string, Reader>> = {
  "the manifest of a synth": { file: "manifest.json", contents: manifest, read: () => readStacks(folder) },
  "a stack, for its resources": {
    file: "stacks/net/cdk.tf.json",
    contents: stack,
    read: () => readResources(folder, "net"),
  },
  "a stack, to count its resources": {
    file: "stacks/net/cdk.tf.json",
    contents: stack,
    read: () => readStacks(folder),
  },
  "a stack, for policies": { file: "stacks/net/cdk.tf.json", contents: stack, read: () => readSynth(folder) },
  "a stack that an argument names": { file: "net.json", contents: stack, read: readStackFile },
  "the state of a bootstrap": {
    file: "terraform.tfstate",
    contents: state,
    read: (file) => parseState(readFileSync(file, "utf8"), file, "restore it"),
  },
  "the record of an emulator": {
    file: "111122223333.json",
    contents: record,
    read: () => readRecord(folder, "111122223333") ?? "none",
    without: "none",
  },
};

beforeEach(() => {
  for (const { file, contents } of Object.values(readers)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(contents));
  }
});

test.each(Object.entries(readers))("%s is read whole, or not at all", (_, { file, contents, read, without }) => {
  const path = join(folder, file);
  const whole = JSON.stringify(contents);
  expect(read(path)).not.toEqual(without);
  // Terraform itself leaves an empty state behind where it moved a state away.
  const shortest = file === "terraform.tfstate" ? 1 : 0;
  const beginnings = Array.from({ length: whole.length - shortest }, (__, index) => whole.slice(0, index + shortest));
  for (const text of [...beginnings, "null", "[]", "\0".repeat(whole.length)]) {
    writeFileSync(path, text);
    expect(attempt(() => read(path), path)).toBe(without ?? "an error that names the file, in one line");
  }
});

/** What a function returns, or which UserError it throws; other errors are thrown on. */
function attempt(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isLine = error.message.startsWith(`${file} `) && /; \S.*$/.test(error.message);
    return isLine ? "an error that names the file, in one line" : error.message;
  }
}
