import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { targetsAt } from "../../../packages/terraform-json";
import {
  readPrevious,
  readStackFile,
  readStateList,
  readSynth,
  replaceStacks,
} from "../../../operations/policies/inputs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inputs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: unknown): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const comment = { "//": { metadata: { path: "data/uploads" }, waivers: [] } };
const data = {
  resource: { aws_s3_bucket: { uploads: { bucket: "uploads", ...comment } } },
  output: { name: { value: "${aws_s3_bucket.uploads.bucket}" } },
};
const service = {
  resource: { aws_ssm_parameter: { bucket: { value: "${data.terraform_remote_state.data.outputs.name}" } } },
  data: { terraform_remote_state: { data: { backend: "s3", config: { key: "data" } } } },
};
const plan = {
  planned_values: {
    root_module: {
      resources: [
        {
          address: "aws_s3_bucket.uploads",
          mode: "managed",
          type: "aws_s3_bucket",
          name: "uploads",
          values: { bucket: "planned" },
        },
      ],
    },
  },
};

test("reads what synth wrote, stack by stack", () => {
  write("stacks/data/cdk.tf.json", data);
  write("stacks/service/cdk.tf.json", service);
  expect(readSynth(folder).map(({ name }) => name)).toEqual(["data", "service"]);
});

test("a plan takes the place of its stack, with the construct paths and comments of the synth", () => {
  write("stacks/data/cdk.tf.json", data);
  write("stacks/service/cdk.tf.json", { ...service, terraform: {} });
  const stacks = replaceStacks(readSynth(folder), [write("data.json", plan)]);
  const [first, second] = stacks;
  expect(stacks.map(({ name, isPlan }) => [name, isPlan])).toEqual([
    ["data", true],
    ["service", false],
  ]);
  expect(first?.find("aws_s3_bucket.uploads")).toMatchObject({
    path: "data/uploads",
    comment: { waivers: [] },
    properties: { bucket: "planned" },
  });
  expect(second?.siblings).toContain(first);
});

test("stacks that are replaced still see each other", () => {
  const backend = { terraform: { backend: { s3: { key: "data" } } } };
  write("stacks/data/cdk.tf.json", data);
  write("stacks/service/cdk.tf.json", service);
  const [, second] = replaceStacks(readSynth(folder), [write("data.json", { ...data, ...backend })]);
  const parameter = second?.find("aws_ssm_parameter.bucket");
  expect(parameter && targetsAt(parameter, "value").map(({ address }) => address)).toEqual(["aws_s3_bucket.uploads"]);
});

test("what is no Terraform JSON is one error that names the file", () => {
  const file = write("data.json", { name: "x" });
  expect(() => readStackFile(file)).toThrow(
    `${file}: Terraform JSON of data has no block that Terraform knows (resource, data, output, ...), got the keys name`,
  );
  const broken = write("broken.json", "{");
  expect(() => readStackFile(broken)).toThrow(`${broken} `);
  expect(() => readStackFile(join(folder, "stagin"))).toThrow(
    `there is no file ${join(folder, "stagin")}, and no environment of that name`,
  );
  expect(() => readSynth(folder)).toThrow("holds no stacks/<name>/cdk.tf.json");
  mkdirSync(join(folder, "other"));
  expect(() => replaceStacks([], [write("data.json", plan), write("other/data.json", plan)])).toThrow(
    "two files are called after the stack data",
  );
});

test("the stacks as they were are an earlier synth, states, or lists of states", () => {
  write("synth/stacks/data/cdk.tf.json", data);
  write("states/data.json", { values: plan.planned_values });
  write("states/service.txt", "aws_ssm_parameter.bucket\n");
  const read = (path: string) =>
    readPrevious(join(folder, path)).map(({ name, resources }) => `${name}: ${resources.map(String).join(" ")}`);
  expect(read("synth")).toEqual(["data: aws_s3_bucket.uploads at data/uploads"]);
  expect(read("states")).toEqual(["data: aws_s3_bucket.uploads", "service: aws_ssm_parameter.bucket"]);
  expect(read("states/service.txt")).toEqual(["service: aws_ssm_parameter.bucket"]);
  expect(() => read("gone")).toThrow("there is no ");
  mkdirSync(join(folder, "empty"));
  expect(() => read("empty")).toThrow("holds neither STACK.json nor STACK.txt");
});

test("a list of a state gives each resource of the root module once", () => {
  const text = "data.aws_ami.ecs\naws_eip.nat[0]\naws_eip.nat[1]\naws_vpc.main\r\nmodule.x.aws_vpc.main\n\n";
  expect(readStateList(text, "data").resources.map(String)).toEqual(["aws_eip.nat", "aws_vpc.main"]);
});
