import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeStateBucket } from "../../../operations/bootstrap/make";
import { parseState } from "../../../operations/bootstrap/state-file";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { Killed, World } from "./world";

const parent = temporaryFolder();
let worlds = 0;
const newWorld = () => new World(join(parent, `work-${(worlds += 1)}`));

const everything = [
  "aws_kms_alias.alias",
  "aws_kms_key.key",
  "aws_s3_bucket.bucket",
  "aws_s3_bucket_versioning.versioning",
];

async function expectFinished(world: World): Promise<void> {
  expect(Object.keys(parseState(world.object ?? "", "the state", "restore it") ?? {}).sort()).toEqual(everything);
  expect(existsSync(world.folder)).toBe(false);
  expect(world.keys).toBe(1);
  const commands = world.commands.length;
  const { changed } = await makeStateBucket(world.work());
  expect({ changed, commands: world.commands.length }).toEqual({ changed: false, commands });
}

describe("a first run", () => {
  test("applies on local state, moves the state into the bucket and leaves nothing behind", async () => {
    const world = newWorld();
    const outcome = await makeStateBucket(world.work());
    expect(outcome).toEqual({
      changed: true,
      message: "the state bucket acme-state is made, and its own state is in it",
    });
    expect(world.commands).toEqual([
      "init -reconfigure",
      "apply -auto-approve",
      "init -migrate-state -force-copy -lock=false",
    ]);
    await expectFinished(world);
  });
});

describe("a run that is killed", () => {
  test("at any step is finished by the next one", async () => {
    const whole = newWorld();
    await makeStateBucket(whole.work());
    expect(whole.steps).toBeGreaterThan(12);
    for (let step = 1; step <= whole.steps; step += 1) {
      const world = newWorld();
      world.stepsLeft = step;
      await expect(makeStateBucket(world.work())).rejects.toThrow(Killed);
      world.stepsLeft = Infinity;
      await makeStateBucket(world.work());
      await expectFinished(world);
    }
  });

  test("again and again, one step further each time, comes to its end", async () => {
    const world = newWorld();
    const endings: unknown[] = [];
    for (let step = 1; step < 50 && world.object === undefined; step += 1) {
      world.stepsLeft = step;
      endings.push(await makeStateBucket(world.work()).catch((error: unknown) => error));
    }
    expect(endings.length).toBeGreaterThan(5);
    expect(endings.slice(0, -1).every((ending) => ending instanceof Killed)).toBe(true);
    world.stepsLeft = Infinity;
    await makeStateBucket(world.work());
    await expectFinished(world);
  });

  test("after the bucket was made and before that was written down does not make it twice", async () => {
    const world = newWorld();
    world.existing = { "aws_s3_bucket.bucket": "acme-state" };
    mkdirSync(world.folder);
    await makeStateBucket(world.work());
    expect(world.commands).toContain("import aws_s3_bucket.bucket acme-state");
    await expectFinished(world);
  });
});

describe("what is not ours", () => {
  test("a bucket without the state, that no run here began, is refused and left alone", async () => {
    const world = newWorld();
    world.existing = { "aws_s3_bucket.bucket": "acme-state" };
    await expect(makeStateBucket(world.work())).rejects.toThrow(
      "the bucket acme-state exists, but acme-state-backend.tfstate is not in it, and this machine did not begin making it: " +
        "finish where the bootstrap was begun, or delete the bucket if it is empty, or choose another name in state.bucket",
    );
    expect(world.commands).toEqual([]);
  });

  test("a folder whose state lists other resources than the bucket's is kept, and the run refused", async () => {
    const world = newWorld();
    await makeStateBucket(world.work());
    mkdirSync(world.folder);
    const other = { mode: "managed", type: "aws_kms_key", name: "key", instances: [{ attributes: { id: "other" } }] };
    writeFileSync(join(world.folder, "terraform.tfstate"), JSON.stringify({ resources: [other] }));
    await expect(makeStateBucket(world.work())).rejects.toThrow(
      `s3://acme-state/acme-state-backend.tfstate and ${world.folder} hold two different states of acme-state-backend: ` +
        "keep the one that lists what exists, and remove the other",
    );
    expect(existsSync(world.folder)).toBe(true);
  });

  test("a state that did not arrive whole is refused, and the local one kept", async () => {
    const world = newWorld();
    const work = world.work();
    const lossy = { ...work, aws: { ...work.aws, state: () => Promise.resolve(undefined) } };
    await expect(makeStateBucket(lossy)).rejects.toThrow(
      `the state in s3://acme-state/acme-state-backend.tfstate is not the one in ${world.folder}, which is kept`,
    );
    expect(existsSync(join(world.folder, "terraform.tfstate"))).toBe(true);
  });
});
