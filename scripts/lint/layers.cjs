/**
 * Who may import whom: a row for each layer, from the top down. A file belongs to the row with the longest matching path.
 *
 * `imports` lists the rows below that a layer may import, `types` those it may import by `import type` only; "*" is every
 * row below. `*` in a path is any part of a name. A layer may import itself, except the modules from each other (`siblings`). No row names a row above it, so
 * no import points upward. `constructs` marks who may use cdktf, constructs and the provider.
 */
exports.layers = [
  { path: "__tests__", imports: ["*"], constructs: true },
  { path: "scripts", imports: ["*"], constructs: true },
  { path: "cli", imports: ["*"] },
  { path: "main.ts", imports: ["lib/environments", "modules/platform", "policies"], constructs: true },
  // Writes environments, and checks them first.
  {
    path: "operations/init",
    imports: ["lib", "lib/environments", "modules/platform/environment", "packages/common"],
  },
  {
    path: "operations/preview",
    imports: ["lib", "lib/environments", "lib/sessions", "modules/platform/environment", "packages/common"],
  },
  {
    path: "operations",
    imports: ["lib", "policies", "rollout", "picture", "cost", "modules/platform/environment/names", "aws", "packages"],
    types: ["modules/platform/environment"],
  },
  {
    path: "lib/sessions",
    imports: ["lib/environments", "lib", "packages/common"],
    types: ["modules/platform/environment"],
  },
  { path: "lib/environments", imports: ["environments", "lib", "packages"], types: ["modules/platform/environment"] },
  // A way around the fields of an environment, so all that makes resources may be used.
  {
    path: "environments/*.extend",
    imports: ["modules/platform", "modules", "modules/shared", "environments", "aws"],
    constructs: true,
  },
  { path: "environments", imports: ["modules/platform/environment", "aws"] },
  { path: "examples", imports: ["modules/platform/environment", "aws"] },
  // What they enforce is Terraform JSON; `enforce.ts` reads it from the app.
  { path: "policies", imports: ["packages", "aws", "applications"], constructs: true },
  {
    path: "modules/platform",
    imports: [
      "modules",
      "modules/shared",
      "modules/platform/environment",
      "modules/platform/environment/names",
      "rollout",
      "aws",
      "applications",
      "packages/common",
    ],
    constructs: true,
  },
  {
    path: "modules",
    imports: ["modules/shared", "rollout", "aws", "applications", "packages/common"],
    siblings: "types",
    constructs: true,
  },
  { path: "modules/shared", imports: ["aws", "packages/common"], constructs: true },
  // Draws what the synthesized JSON says, whatever made it.
  { path: "picture", imports: ["packages/terraform-json", "packages/common"] },
  { path: "cost", imports: ["aws", "packages/terraform-json", "packages/common"] },
  { path: "rollout", imports: ["aws", "packages/common"], types: ["modules/platform/environment"] },
  {
    path: "lib",
    imports: ["modules/platform/environment/names", "aws", "packages"],
    types: ["modules/platform/environment"],
  },
  {
    path: "modules/platform/environment",
    imports: ["modules/platform/environment/names", "aws", "applications", "packages/common"],
  },
  { path: "modules/platform/environment/names", imports: [] },
  { path: "aws", imports: [] },
  { path: "applications", imports: [] },
  {
    path: "packages/plan-review",
    imports: ["packages/aws-policies", "packages/effects", "packages/terraform-json", "packages/common"],
  },
  { path: "packages/jest-terraform", imports: ["packages/terraform-json", "packages/common"], constructs: true },
  { path: "packages/aws-policies", imports: ["packages/effects", "packages/terraform-json", "packages/common"] },
  { path: "packages/effects", imports: ["packages/terraform-json", "packages/common"] },
  { path: "packages/terraform-json", imports: ["packages/common"] },
  { path: "packages/common", imports: [] },
];
