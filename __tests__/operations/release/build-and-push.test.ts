import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { registryOf } from "../../../aws/regions";
import { releasedTargets } from "../../../lib/ecs/target";
import { environments } from "../../helpers/environments";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const parent = temporaryFolder();
const script = join(__dirname, "../../../scripts/build-and-push.sh");
const repository = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acorn-production";

// The real one takes a second to bundle, and is asked once below.
const node =
  'printf "eu-central-1\\n111122223333.dkr.ecr.eu-central-1.amazonaws.com\\nacorn-production\\nlinux/amd64\\n"';
const record = 'echo "$(basename "$0") $*" >> "$RECORD"';
const aws = `${record}
case "$2" in
  describe-images) echo "\${IMAGES:-An error occurred (ImageNotFoundException)}" >&2; exit "\${IMAGES_CODE:-254}" ;;
  get-login-password) printf the-password ;;
esac`;
const docker = `${record}
case "$1" in
  login) echo "password $(cat)" >> "$RECORD" ;;
  info) exit "\${DOCKER_INFO:-0}" ;;
  buildx) exit "\${BUILD:-0}" ;;
esac`;

function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}, commands: Record<string, string> = {}) {
  const folder = mkdtempSync(join(parent, "app-"));
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  const home = mkdtempSync(join(parent, "home-"));
  const record = join(home, "record");
  writeFileSync(record, "");
  const env = {
    ...environment(home, programs(parent, { node, aws, docker, ...commands })),
    RECORD: record,
    APP_FOLDER: folder,
    ...variables,
  };
  const { status, stdout, stderr } = spawnSync("/bin/sh", [script, ...args], { env, encoding: "utf8" });
  return { status, stdout, stderr, asked: readFileSync(record, "utf8"), folder };
}

test("the image is built for the instances, pushed under its tag, and the tag is what is printed", () => {
  const { status, stdout, stderr, asked, folder } = run(["production", "production-306"], {
    BUILD_ARGS: "--build-arg A=1",
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "production-306\n" });
  expect(stderr).toContain("./platform release production production-306");
  expect(asked.trim().split("\n")).toEqual([
    "docker info",
    "aws ecr describe-images --region eu-central-1 --repository-name acorn-production --image-ids imageTag=production-306",
    "aws ecr get-login-password --region eu-central-1",
    "docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-central-1.amazonaws.com",
    "password the-password",
    `docker buildx build --platform linux/amd64 --provenance=false --tag ${repository}:production-306 --push --build-arg A=1 ${folder}`,
  ]);
});

test.each<[string, readonly string[], NodeJS.ProcessEnv, number, string]>([
  ["no tag", ["production"], {}, 64, "usage: scripts/build-and-push.sh ENVIRONMENT [IMAGE=]TAG [FOLDER]"],
  [
    "a tag that moves",
    ["production", "latest"],
    {},
    64,
    "a tag is letters, digits and _ . -, and not latest; got latest",
  ],
  ["a tag that is none", ["production", "a b"], {}, 64, "got a b"],
  ["no Dockerfile", ["production", "v1", "/nowhere"], {}, 64, "there is no Dockerfile in /nowhere"],
  ["a tag that is taken", ["production", "v1"], { IMAGES_CODE: "0" }, 3, "has an image v1 already"],
  [
    "no repository",
    ["production", "v1"],
    { IMAGES: "RepositoryNotFoundException" },
    3,
    "deploy production-foundation first",
  ],
  [
    "no credentials",
    ["production", "v1"],
    { IMAGES: "Unable to locate credentials" },
    9,
    "Unable to locate credentials",
  ],
  ["Docker that does not answer", ["production", "v1"], { DOCKER_INFO: "1" }, 9, "Docker does not answer"],
  ["a build that fails", ["production", "v1"], { BUILD: "1" }, 1, "the image was not built and pushed"],
])("%s ends it with one line and its exit code", (_, args, variables, code, message) => {
  const { status, stdout, stderr } = run(args, variables);
  expect({ status, stdout }).toEqual({ status: code, stdout: "" });
  expect(stderr.trim().split("\n").at(-1)).toContain(message);
});

test("one of several images is named before its tag, as a release names it", () => {
  const { status, stdout, stderr } = run(["production", "app=v1"]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "v1\n" });
  expect(stderr).toContain("./platform release production app=v1");
});

test("changes that are not committed are refused, unless that is allowed", () => {
  const changed = { git: 'case "$*" in *status*) echo " M app.rb" ;; esac' };
  const refused = run(["production", "v1"], {}, changed);
  expect(refused.status).toBe(3);
  expect(refused.stderr).toContain("has changes that are not committed");
  expect(refused.asked).toBe("");
  expect(run(["production", "v1"], { ALLOW_DIRTY: "1" }, changed).status).toBe(0);
});

test.each(
  environments
    .flatMap((one) => releasedTargets(one))
    .map((target) => [`${target.name} ${target.service.key}`, target] as const),
)("what is built for the service %s comes from its environment", (_, { name, service, account, region, image }) => {
  mkdirSync(join(parent, "cwd"), { recursive: true });
  const { stdout } = spawnSync(join(__dirname, "../../../platform"), ["image", name, "--service", service.key], {
    cwd: join(parent, "cwd"),
    encoding: "utf8",
  });
  const architecture = { x86_64: "amd64", arm64: "arm64" }[service.architecture];
  expect(stdout).toBe(`${region}\n${registryOf(region, account)}\n${image.repository}\nlinux/${architecture}\n`);
});
