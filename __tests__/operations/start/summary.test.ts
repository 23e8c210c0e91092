import { stripVTControlCharacters } from "node:util";
import type { StackProgress } from "../../../lib/cdktf/progress";
import { sampleImages } from "../../../lib/emulator/samples";
import { shop } from "../../fixtures/shop";
import { outputLines } from "../../../operations/deploy/outputs";
import { summary } from "../../../operations/start/summary";

const stack = (name: string, resources: number, added: number): StackProgress => ({
  name,
  resources,
  after: [],
  phase: "done",
  finished: added,
  working: new Map(),
  changes: { added, changed: 0, destroyed: 0 },
  errors: [],
});

const options = {
  environment: {
    name: "production",
    account: "111122223333",
    images: { app: { ...shop.images.app!, tag: "production-305" } },
    secrets: { PASSWORD: "database", API_KEY: "by-hand" },
  } as const,
  samples: { image: "app", tags: sampleImages("production-305") },
  outputs: {
    "production-foundation": { cluster_name: "Acorn-Production-Cluster", url: "https://shop.acorn.example" },
    "production-service": { service_name: "Acorn-Production" },
  },
  milliseconds: 72_000,
  log: "/project/.emulator/production-deploy.log",
};
const textOf = (stacks: readonly StackProgress[]) => stripVTControlCharacters(summary({ ...options, stacks }));

test("a first deployment tells how much there is, where it is, and what to do next", () => {
  expect(textOf([stack("production-foundation", 84, 84), stack("production-service", 40, 40)])).toBe(`
production is deployed to the AWS emulator, by Terraform, in 1 min 12 s
2 stacks, 124 resources: 124 added

  url           https://shop.acorn.example
  cluster_name  Acorn-Production-Cluster
  service_name  Acorn-Production

What next
  See what runs, release the next image, and go back
    ./platform status production --emulator
    ./platform release production production-306 --emulator
    ./platform logs production --emulator
    ./platform rollback production --emulator
  Release an image that crashes, or one that never becomes healthy, and see why it was rolled back
    ./platform release production production-crashes --emulator
    ./platform release production production-unhealthy --emulator
    ./platform status production --emulator
  Run a command once, and see what was done
    ./platform task production "ls -l /tmp" --emulator
    ./platform runs production --emulator
  Add an image of your own; or have all of this run by itself, and written as a page
    ./platform emulator push production my-image
    ./platform rehearse production
  Look at it with the AWS CLI
    eval "$(./platform emulator env production)"
    aws ecs list-services --cluster Acorn-Production-Cluster
  Change environments/production.ts, and deploy what changed
    ./platform start production
  Deploy it to AWS, with credentials of account 111122223333
    ./platform bootstrap production
    ./platform deploy production foundation data
    ./platform secrets production set API_KEY
    scripts/build-and-push.sh production production-305 APPLICATION_FOLDER
    ./platform doctor production
    ./platform deploy production
  Destroy it
    ./platform destroy production --emulator --including-data
  Stop the emulator, and forget all of it
    ./platform emulator stop production

Terraform's output is in /project/.emulator/production-deploy.log`);
});

test("a second one reports no changes", () => {
  expect(textOf([stack("production-foundation", 84, 0), stack("production-service", 40, 0)])).toContain(
    "2 stacks, 124 resources: no changes",
  );
});

test("what bootstrap has just made counts as added", () => {
  const stacks = [stack("production-state-backend", 9, 0), stack("production-foundation", 84, 84)];
  const text = stripVTControlCharacters(summary({ ...options, stacks, bootstrapped: "production-state-backend" }));
  expect(text).toContain("2 stacks, 93 resources: 93 added");
});

test("without images to try, no command that needs one is printed", () => {
  const text = stripVTControlCharacters(summary({ ...options, samples: undefined, stacks: [] }));
  expect(text).not.toContain("./platform release");
  expect(text).toContain("./platform emulator stop production");
});

test("of several images each command names one, and each is built once", () => {
  const { app } = shop.images;
  const environment = {
    ...options.environment,
    images: {
      web: { ...app!, key: "web", tag: "v1" },
      jobs: { ...app!, key: "jobs", tag: "v7" },
      base: { ...app!, key: "base", tag: "v1", existing: true },
    },
  };
  const samples = { image: "web", tags: sampleImages("v1") };
  const text = stripVTControlCharacters(summary({ ...options, environment, samples, stacks: [] }));
  expect(text).toContain("./platform release production web=v2 --emulator");
  expect(text).toContain("./platform release production web=v-crashes --emulator");
  expect(text).toContain("./platform emulator push production web=my-image");
  const built = text.split("\n").filter((line) => line.includes("build-and-push"));
  expect(built.map((line) => line.trim())).toEqual([
    "scripts/build-and-push.sh production web=v1 APPLICATION_FOLDER",
    "scripts/build-and-push.sh production jobs=v7 APPLICATION_FOLDER",
  ]);
});

test("outputs that hold others are shown value by value", () => {
  const outputs = {
    foundation: { dns_records: [{ name: "shop.acorn.example", type: "CNAME", value: "lb.example" }] },
    service: { services: { jobs: { service_name: "acorn-jobs" } }, url: "https://shop.acorn.example" },
  };
  expect(outputLines(outputs).map((line) => stripVTControlCharacters(line))).toEqual([
    "  url                         https://shop.acorn.example",
    "  dns_records                 shop.acorn.example  CNAME  lb.example",
    "  services.jobs.service_name  acorn-jobs",
  ]);
});
