import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** What only one partition has, with the place that knows it for all. */
const wrong: readonly { readonly pattern: RegExp; readonly use: string }[] = [
  { pattern: /\barn:aws(?:-us-gov|-cn)?:/, use: "arn(), managedPolicyArn() or arnPattern() of aws/regions" },
  { pattern: /\bcom\.amazonaws\.\$\{/, use: "endpointService() of aws/regions" },
  {
    pattern: /\.\$\{[\w.]*region\}\.amazonaws\.com/i,
    use: "registryOf(), logsPrincipal() or dnsSuffixOf() of aws/regions",
  },
];

function problemsIn(text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      /^\s*(?:\/\*\*?|\*|\/\/)/.test(line)
        ? []
        : wrong
            .filter(({ pattern }) => pattern.test(line))
            .map(({ use }) => `line ${index + 1}: ${line.trim()}: use ${use}`),
    );
}

const folders = ["modules", "aws", "lib", "operations", "policies", "cli", "rollout", "environments"];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .filter((file) => file !== "aws/regions.ts"),
);

test("no source is for one partition only", () => {
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((file) =>
    problemsIn(readFileSync(join(root, file), "utf8")).map((problem) => `${file}, ${problem}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ["an ARN", "resources: [`arn:aws:ecs:${region}:${account}:task/*`],"],
  ["a pattern of ARNs", "pattern: /^arn:aws:iam::/,"],
  ["an endpoint service", "serviceName: `com.amazonaws.${region}.s3`,"],
  ["a registry", "`${account}.dkr.ecr.${region}.amazonaws.com/${name}`"],
  ["the host of a service", "`https://ssm.${environment.region}.amazonaws.com`"],
])("%s that is for one partition is found", (_, line) => {
  expect(problemsIn(line)).toEqual([expect.stringMatching(/^line 1: .*: use .* of aws\/regions$/)]);
});

test.each(["/** Such as `arn:aws:iam::aws:policy/ReadOnlyAccess`. */", 'service: "ecs-tasks.amazonaws.com",'])(
  "%s is right in every partition",
  (line) => {
    expect(problemsIn(line)).toEqual([]);
  },
);
