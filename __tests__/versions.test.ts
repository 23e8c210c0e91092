import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { providerVersion } from "../lib/terraform/mirror";
import { minimumVersion, pinnedVersion } from "../lib/terraform/version";

/*
 * `package.json` states the versions of packages, `lib/terraform` those of Terraform and of the provider; whoever repeats one says the same.
 */

const root = join(__dirname, "..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const json = (path: string) => JSON.parse(text(path)) as Readonly<Record<string, Record<string, unknown>>>;
const { dependencies = {} } = json("package.json");
const provider = json("node_modules/@cdktf/provider-aws/package.json");

test("the AWS provider is the one that the constructs were generated from", () => {
  expect(provider.cdktf?.provider).toEqual({ name: "registry.terraform.io/hashicorp/aws", version: providerVersion });
});

test("the README names the versions of the constructs and of the provider", () => {
  const version = String(dependencies["@cdktf/provider-aws"]);
  expect(text("README.md")).toContain(`\`@cdktf/provider-aws\` ${version} is the AWS provider ${providerVersion}`);
});

test("cdktf.json promises the Terraform that is the least", () => {
  expect(json("cdktf.json").context?.targetVersions).toEqual({ terraform: `>=${minimumVersion}` });
});

test("workflows install the Terraform that is pinned", () => {
  const workflows = readdirSync(join(root, ".github/workflows")).map((name) => text(`.github/workflows/${name}`));
  const versions = workflows.flatMap((workflow) =>
    [...workflow.matchAll(/terraform_version: (.*)/g)].map(([, it]) => it),
  );
  expect(new Set(versions)).toEqual(new Set([pinnedVersion]));
});

test("every package has an exact version", () => {
  const manifests = ["package.json", "lane/package.json"].map(json);
  const ranges = manifests.flatMap((manifest) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(String(version)),
    ),
  );
  expect(ranges).toEqual([]);
});
