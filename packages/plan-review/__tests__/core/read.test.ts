import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readInputs, readLog, readPlanText } from "../../read";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import { planOf } from "./parts";

const expected = "expected what `terraform show -json PLAN` prints";
const message = (text: string) => {
  const input = readPlanText({ stack: "a", label: "a.json", text });
  return input.status === "planned" ? "a plan" : input.message;
};

describe("one line says what a file is that is no plan", () => {
  test.each<[string, string, string]>([
    ["empty", " \n", "a.json is empty"],
    ["text", "No changes. Your infrastructure matches the configuration.", "a.json is text, not JSON"],
    ["a saved plan", "PK\u0003\u0004abc", "a.json is a saved plan in Terraform's own format"],
    ["UTF-16", '{\u0000"\u0000', "a.json is not UTF-8 text"],
    ["a list", "[]", "a.json is a list, not a plan"],
    [
      "a state file",
      '{"version":4,"serial":1,"lineage":"x","resources":[]}',
      "a.json is a Terraform state file, not a plan",
    ],
    ["a shown state", '{"format_version":"1.0","values":{}}', "a.json is a Terraform state, not a plan"],
    ["an empty state", '{"format_version":"1.0"}', "a.json is a Terraform state without resources, not a plan"],
    ["a configuration", '{"resource":{}}', "a.json is a configuration, not a plan"],
    ["a stream", '{"@level":"info"}\n{"@level":"info"}', "a.json is the stream of `terraform plan -json`, not a plan"],
    ["something else", '{"a":1}', "a.json is JSON of another kind, not a plan"],
    [
      "another format",
      '{"format_version":"2.0","planned_values":{}}',
      "a.json is a plan of format version 2.0, and this review reads 0.2 and 1.x",
    ],
    ["no format", '{"planned_values":{}}', "a.json is a plan without a format version such as 1.2"],
    [
      "no list",
      '{"format_version":"1.2","resource_changes":{}}',
      "a.json is a plan whose resource_changes is a object instead of a list",
    ],
  ])("%s", (_, text, printed) => expect(message(text)).toBe(`${printed}; ${expected}`));

  test("cut short, wherever it was cut", () => {
    const text = JSON.stringify(planOf([], { variables: { a: { value: "hunter2-hunter2" } } }));
    for (let length = 2; length < text.length; length += 7) {
      expect(message(text.slice(0, length))).toBe(
        `a.json is cut short: the JSON does not end after ${length} characters; ${expected}`,
      );
    }
  });

  test("without quoting the file, which may hold secrets", () => {
    expect(message('{"password": hunter2}')).not.toContain("hunter2");
  });
});

test("a format that is newer than this review is read, with a remark", () => {
  const input = readPlanText({ stack: "a", label: "a", text: JSON.stringify(planOf([], { format_version: "1.9" })) });
  expect(input).toMatchObject({ status: "planned", remarks: [expect.stringContaining("1.9 is newer than 1.2")] });
});

describe("a log", () => {
  const missing = (stack: string) =>
    `╷\n│ Error: Unable to find remote state\n│ \n│   with data.terraform_remote_state.cross-stack-reference-input-${stack},\n│   on cdk.tf.json line 38\n╵\n`;

  test("whose only errors are states that are not there yet waits for their stacks", () => {
    expect(readLog("a", `Plan: 2 to add\n${missing("production-data")}${missing("production-foundation")}`)).toEqual({
      stack: "a",
      status: "waiting",
      message: "waits until production-data and production-foundation are applied",
    });
  });

  test("whose only error is an output that is not there yet waits, too", () => {
    const text =
      'Error: Unsupported attribute\n\n  on cdk.tf.json line 3:\n  3: ${data.terraform_remote_state.cross-stack-reference-input-b.outputs.x}\n\nThis object does not have an attribute named "x".\n';
    expect(readLog("a", text)).toMatchObject({ status: "waiting", message: "waits until b is applied" });
  });

  test("a line of the configuration that Terraform quotes is cut, and the error stays", () => {
    const quoted = `  on cdk.tf.json line 1:\n   1: ${"x".repeat(50_000)}\n    ├────────────────\n\nIt must not be.\n`;
    const { message = "" } = readLog("a", `Error: Resource precondition failed\n\n${quoted}`) as { message?: string };
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/^Error: Resource precondition failed[^]*x\.\.\.\n\nIt must not be\.$/);
  });

  test("with any other error failed, and says the output of Terraform, without colours and frames", () => {
    const text = `\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m Error: Invalid count argument\n│ \n│ on x line 1\n╵\n${missing("b")}`;
    const input = readLog("a", text);
    expect(input).toMatchObject({ status: "failed" });
    expect("message" in input && input.message).toMatch(/^Error: Invalid count argument\n\non x line 1\n/);
  });

  test("without an error says its end", () => {
    expect(readLog("a", "killed\n")).toMatchObject({ status: "failed", message: "killed" });
    expect(readLog("a", "")).toMatchObject({ status: "failed", message: "Terraform failed and printed nothing" });
  });
});

describe("files", () => {
  const root = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  const synth = join(root, "out");
  for (const stack of ["one", "two"]) write(`out/stacks/${stack}/cdk.tf.json`, '{"resource":{}}');
  const plan = JSON.stringify(planOf([]));
  const read = (...paths: readonly string[]) =>
    readInputs(paths, synth).inputs.map((input) =>
      input.status === "planned" ? `${input.stack} planned` : `${input.stack} ${input.status}: ${input.message}`,
    );

  test("a folder means its plans and logs", () => {
    write("plans/one.json", plan);
    write("plans/two.log", "Error: no\n");
    write("plans/one.tfplan", "PK");
    expect(read(join(root, "plans"))).toEqual(["one planned", "two failed: Error: no"]);
  });

  test("a plan finds its configuration", () => {
    const [input] = readInputs([write("plans/one.json", plan)], synth).inputs;
    expect(input?.configuration?.name).toBe("one");
  });

  test("a plan is read where nothing was synthesized at all", () => {
    const [input] = readInputs([write("plans/one.json", plan)], join(root, "nowhere")).inputs;
    expect(input).toMatchObject({ status: "planned", remarks: [] });
  });

  test("a stack without configuration, a file that is missing, a stack that is given twice, a folder without plans", () => {
    const three = write("three.json", plan);
    expect(readInputs([three], synth).inputs[0]).toMatchObject({
      status: "planned",
      remarks: [expect.stringMatching(/three\/cdk\.tf\.json does not exist, so .*`cdktf synth` writes it/)],
    });
    expect(read(join(root, "nowhere.json"))[0]).toMatch(
      /^nowhere failed: .*nowhere\.json is not there; expected STACK\.json/,
    );
    expect(read(write("plans/one.json", plan), write("other/one.log", "x"))[0]).toMatch(
      /^one failed: one is given twice, .*one\.json and .*one\.log; expected one file a stack/,
    );
    mkdirSync(join(root, "empty"), { recursive: true });
    expect(read(join(root, "empty"))[0]).toMatch(/^empty failed: .*empty holds no plan; expected STACK\.json/);
    expect(read(write("one.tfplan", "PK"))[0]).toMatch(
      /^one failed: .*one\.tfplan is a saved plan in Terraform's own format; expected what `terraform show -json`/,
    );
  });

  test.each([
    [
      "tfplan",
      "PK\u0003\u0004......tfplan",
      "is a saved plan in Terraform's own format; expected what `terraform show",
    ],
    [
      "plan.json",
      "PK\u0003\u0004......plan.json",
      "is a zip archive; expected STACK.json as it is, or packed with gzip",
    ],
    ["plan.json.bz2", "BZh91AY", "is packed with bzip2; expected STACK.json as it is, or packed with gzip"],
  ])("says how %s is packed", (name, content, message) => {
    expect(read(write(name, content))[0]).toContain(message);
  });
});
