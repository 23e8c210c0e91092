import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findTerraform } from "../../../lib/terraform";
import { platform } from "../../../lib/terraform/download";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { zip } from "./zip";

const home = temporaryFolder();
const saying = (version: string) => `echo '{"terraform_version":"${version}"}'`;
const nowhere = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") }));

/** findTerraform on a machine that has nothing but what the test gives it. */
function find(
  env: NodeJS.ProcessEnv,
  download: NonNullable<Parameters<typeof findTerraform>[0]>["download"] = { fetch: nowhere },
) {
  return findTerraform({ env, folder: temporary(), mirrorRoots: [], download });
}
const temporary = () => programs(home, {});

test("the Terraform on the PATH is taken when it is new enough", async () => {
  const bin = programs(home, { terraform: saying("1.12.0") });
  await expect(find(environment(home, bin))).resolves.toMatchObject({ binary: "terraform", version: "1.12.0" });
});

test("TERRAFORM_BINARY_NAME goes before the PATH", async () => {
  const bin = programs(home, { terraform: saying("1.12.0") });
  const other = join(programs(home, { terraform: saying("1.11.0") }), "terraform");
  const found = await find({ ...environment(home, bin), TERRAFORM_BINARY_NAME: other });
  expect(found).toMatchObject({ binary: other, version: "1.11.0", env: { TERRAFORM_BINARY_NAME: other } });
});

test.each([
  ["1.10.5", "is Terraform 1.10.5"],
  ["2.0.0", "is Terraform 2.0.0"],
])("a TERRAFORM_BINARY_NAME of version %s is refused", async (version, got) => {
  const named = join(programs(home, { terraform: saying(version) }), "terraform");
  await expect(find({ ...environment(home), TERRAFORM_BINARY_NAME: named })).rejects.toThrow(
    `TERRAFORM_BINARY_NAME must name Terraform 1.11.0 or newer, but ${named} ${got}; unset it to use the one on the PATH`,
  );
});

test("a TERRAFORM_BINARY_NAME that is no Terraform is refused, not passed over", async () => {
  const bin = programs(home, { terraform: saying("1.12.0") });
  const env = { ...environment(home, bin), TERRAFORM_BINARY_NAME: "/no/such/terraform" };
  await expect(find(env)).rejects.toThrow("/no/such/terraform is no Terraform");
});

describe("without a Terraform that is new enough", () => {
  const env = environment(home, programs(home, { terraform: saying("1.5.7") }));
  const archive = zip({ "LICENSE.txt": "", terraform: `#!/bin/sh\n${saying("1.11.4")}\n` });
  const checksums = { [platform()]: createHash("sha256").update(archive).digest("hex") };

  test("the pinned one is fetched once, and kept", async () => {
    const folder = temporary();
    const fetched: string[] = [];
    const download = {
      checksums,
      fetch: () => Promise.resolve(archive),
      onDownload: (url: string) => fetched.push(url),
    };
    const options = { env, folder, mirrorRoots: [], download };
    const first = await findTerraform(options);
    const second = await findTerraform(options);
    expect(first).toMatchObject({ binary: join(folder, "terraform", "1.11.4", "terraform"), version: "1.11.4" });
    expect(second.binary).toBe(first.binary);
    expect(fetched).toEqual([`https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_${platform()}.zip`]);
  });

  test("an archive with another checksum is thrown away", async () => {
    const folder = temporary();
    const download = { fetch: () => Promise.resolve(archive), platform: "linux_amd64" };
    await expect(findTerraform({ env, folder, mirrorRoots: [], download })).rejects.toThrow(
      /has the checksum [0-9a-f]{64}, not the pinned 1ce994251c00/,
    );
    expect(existsSync(join(folder, "terraform", "1.11.4", "terraform"))).toBe(false);
  });

  test("a machine without network gets a message that says what to install", async () => {
    const download = { fetch: nowhere, platform: "darwin_arm64" };
    await expect(find(env, download)).rejects.toThrow(
      "Terraform is not installed, and cannot be fetched: https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_darwin_arm64.zip: getaddrinfo ENOTFOUND. " +
        "Install Terraform 1.11.4 (https://developer.hashicorp.com/terraform/install) and put it on the PATH, or name it in TERRAFORM_BINARY_NAME.",
    );
  });

  test("a platform without a pinned checksum gets a message with those that have one", async () => {
    await expect(find(env, { platform: "freebsd_amd64" })).rejects.toThrow(
      "cannot be fetched for freebsd_amd64, only for darwin_amd64, darwin_arm64, linux_amd64, linux_arm64",
    );
  });
});

describe("the environment for Terraform", () => {
  const bin = programs(home, { terraform: saying("1.11.4") });

  /** A folder that holds one that is a mirror. */
  function mirrorRoot(): string {
    const root = temporary();
    mkdirSync(join(root, "mirror/registry.terraform.io/hashicorp/aws/5.100.0", platform()), { recursive: true });
    return root;
  }

  test("asks nobody for news, and leaves the given environment as it was", async () => {
    const env = Object.freeze({ ...environment(home, bin), TF_CLI_CONFIG_FILE: "/no/such/file" });
    const { env: forTerraform } = await find(env);
    expect(forTerraform).toMatchObject({ CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" });
  });

  test("a TF_CLI_CONFIG_FILE that names no file is dropped, because Terraform would fail on it", async () => {
    const { env } = await find({ ...environment(home, bin), TF_CLI_CONFIG_FILE: "/no/such/file" });
    expect(env).not.toHaveProperty("TF_CLI_CONFIG_FILE");
  });

  test("a mirror one level under the usual folders is found and configured", async () => {
    const root = mirrorRoot();
    const { mirror, env } = await findTerraform({
      env: environment(home, bin),
      folder: temporary(),
      mirrorRoots: [root],
    });
    expect(mirror).toBe(join(root, "mirror"));
    expect(readFileSync(env.TF_CLI_CONFIG_FILE ?? "", "utf8")).toBe(`provider_installation {
  filesystem_mirror {
    path    = "${root}/mirror"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
  });

  test("a person's own CLI configuration is left to say where providers come from", async () => {
    const own = programs(home, { ".terraformrc": "" });
    const { mirror, env } = await findTerraform({
      env: { ...environment(own, bin) },
      folder: temporary(),
      mirrorRoots: [mirrorRoot()],
    });
    expect(mirror).toBeUndefined();
    expect(env).not.toHaveProperty("TF_CLI_CONFIG_FILE");
  });

  test("TERRAFORM_PROVIDER_MIRROR names a mirror anywhere", async () => {
    const named = join(mirrorRoot(), "mirror");
    const { mirror } = await find({ ...environment(home, bin), TERRAFORM_PROVIDER_MIRROR: named });
    expect(mirror).toBe(named);
  });

  test("a TERRAFORM_PROVIDER_MIRROR without the provider is refused", async () => {
    const env = { ...environment(home, bin), TERRAFORM_PROVIDER_MIRROR: home };
    await expect(find(env)).rejects.toThrow(
      `TERRAFORM_PROVIDER_MIRROR is ${home}, which holds no registry.terraform.io/hashicorp/aws/5.100.0/${platform()}`,
    );
  });

  test("without a mirror, all stacks share one cache of providers", async () => {
    const { mirror, env } = await find(environment(home, bin));
    expect(mirror).toBeUndefined();
    expect(existsSync(env.TF_PLUGIN_CACHE_DIR ?? "")).toBe(true);
  });
});
