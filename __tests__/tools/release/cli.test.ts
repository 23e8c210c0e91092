import { spawn } from "node:child_process";
import { join } from "node:path";
import { finished } from "../../e2e/workspace";
import { environment, temporaryFolder } from "../programs";

const root = join(__dirname, "../../..");
const home = temporaryFolder();

/** Bad input, by what is typed: exit code, and the line that says what is wrong. */
const mistakes: readonly (readonly [program: string, args: string, code: number, line: string])[] = [
  ["release/cli", "", 1, "name one environment and one tag, got neither"],
  ["release/cli", "production", 1, "name one environment and one tag, got production"],
  ["release/cli", "prod production-306", 1, 'no environment is called "prod"; there are production, staging'],
  ["release/cli", "production latest", 1, 'a tag is 1 to 128 letters, digits and _ . -, and not latest; got "latest"'],
  [
    "release/cli",
    "production v1 --accept-findings soon",
    1,
    "--accept-findings takes a reason of at least 10 characters",
  ],
  ["release/cli", "production v1 --timeout never", 1, "--timeout takes minutes, a whole number from 1 to 1440"],
  ["release/cli", "production v1 --unlock", 1, "--unlock takes an environment alone"],
  ["release/cli", "production v1 --force", 1, "Unknown option '--force'"],
  ["release/cli", "production v1 --build", 1, "the image was not built and pushed; nothing has changed"],
  ["release/cli", "production v1", 2, "no AWS credentials: set AWS_PROFILE"],
  ["release/rollback", "", 1, "name one environment, and one revision at most, got none"],
  ["release/rollback", "production three", 1, "a revision is a number such as 3"],
  ["release/rollback", "production --exact --image-only", 1, "--image-only and --exact exclude each other: choose one"],
  ["release/rollback", "production 3", 2, "no AWS credentials: set AWS_PROFILE"],
  ["task/cli", "", 1, "name an environment and a command"],
  ["task/cli", "production", 1, "a command is missing"],
  ["task/cli", "production uptime", 2, "no AWS credentials: set AWS_PROFILE"],
];

/** Without credentials, and without a network to ask for some. */
const env = {
  ...environment(home, join(process.execPath, "..")),
  NO_COLOR: "1",
  AWS_EC2_METADATA_DISABLED: "true",
  APP_FOLDER: home,
};

/** What each program says to each mistake; one after the other, so that each is bundled once. */
async function runAll() {
  const results = new Map<string, { code: number; output: string }>();
  const programs = [...new Set(mistakes.map(([program]) => program))];
  await Promise.all(
    programs.map(async (program) => {
      for (const [, args] of mistakes.filter(([one]) => one === program)) {
        const words = args.split(" ").filter((word) => word !== "");
        const child = spawn(process.execPath, ["tools/run.mjs", `tools/${program}.ts`, ...words], { cwd: root, env });
        results.set(`${program} ${args}`, await finished(child));
      }
    }),
  );
  return results;
}

let results: Awaited<ReturnType<typeof runAll>>;
beforeAll(async () => {
  results = await runAll();
}, 60_000);

test.each(mistakes)("%s %s ends with %i: %s", (program, args, code, line) => {
  const { code: actual, output } = results.get(`${program} ${args}`) ?? { code: -1, output: "" };
  expect({ code: actual, output }).toEqual({ code, output: expect.stringContaining(`✖ `) });
  expect(output).toContain(line);
  expect(output).not.toMatch(/^ +at /m);
});
