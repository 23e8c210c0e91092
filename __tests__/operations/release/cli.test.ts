import { spawn } from "node:child_process";
import { join } from "node:path";
import { report, UserError } from "../../../packages/common/errors";
import { finished } from "../../e2e/workspace";
import { environment, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { serve, type Reply } from "../../../packages/common/__tests__/helpers/server";

type Main = (args: readonly string[]) => Promise<number>;
const mockMains: Main[] = [];
// Each program hands its main function to runCli, which would exit.
jest.mock("../../../lib/run-cli", () => ({ runCli: (main: Main) => mockMains.push(main) }));

const root = join(__dirname, "../../..");
const home = temporaryFolder();

/** Bad input, by what is typed: exit code, and the line that says what is wrong. */
const mistakes: readonly (readonly [program: string, args: string, code: number, line: string])[] = [
  ["release", "", 1, "name one environment and one tag, got neither"],
  ["release", "production", 1, "name one environment and one tag, got production"],
  ["release", "prod production-306", 1, 'no environment is called "prod"; there are production, staging'],
  ["release", "production latest", 1, 'a tag is 1 to 128 letters, digits and _ . -, and not latest; got "latest"'],
  ["release", "production v1 --accept-findings soon", 1, "--accept-findings takes a reason of at least 10 characters"],
  ["release", "production v1 --timeout never", 1, "--timeout takes minutes, a whole number from 1 to 1440"],
  ["release", "production v1 --unlock", 1, "--unlock takes an environment alone"],
  ["release", "production v1 --force", 1, "Unknown option '--force'"],
  ["rollback", "", 1, "name one environment, and one revision at most, got none"],
  ["rollback", "production three", 1, "a revision is a number such as 3"],
  ["rollback", "production --exact --image-only", 1, "--image-only and --exact exclude each other: choose one"],
  ["task", "production uptime --until noon", 121, "Unknown option '--until'"],
  ["task", "", 121, "name an environment and a command"],
  ["task", "production", 121, "a command is missing"],
];

/** What is typed where all is well with the input. */
const asked = ["release production v1", "rollback production", "task production uptime", "status production"];

const refusal = (code: string): Reply => ({
  status: 403,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>it is said why</Message></Error></ErrorResponse>`,
});
const refusals: readonly (readonly [what: string, answer: Reply, line: string])[] = [
  ["credentials that have expired", refusal("ExpiredToken"), "the AWS credentials have expired: sign in again"],
  ["too many requests", refusal("Throttling"), "AWS limits the rate of requests (Throttling): wait a minute"],
  ["trouble of AWS", { status: 502, body: "<html>Bad Gateway</html>" }, "AWS answers with HTTP 502"],
  [
    "credentials of another account",
    {
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ann</Arn>
        <Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    },
    "these credentials are of AWS account 111122223333 (arn:aws:iam::111122223333:user/ann), not of 760042596542",
  ],
];

const own = process.env;
const programs = new Map<string, Main>();

beforeAll(async () => {
  process.env = {
    ...environment(home, join(process.execPath, "..")),
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
    APP_FOLDER: home,
    NO_COLOR: "1",
  };
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  for (const program of new Set([...mistakes.map(([one]) => one), "status"])) {
    await import(`../../../cli/${program}`);
    const main = mockMains.pop();
    if (main !== undefined) programs.set(program, main);
  }
});

afterAll(() => {
  process.env = own;
  jest.restoreAllMocks();
});

/** What a program throws; each must be one that was foreseen. */
async function thrownBy(program: string, args: string): Promise<{ code: number; said: string }> {
  const words = args.split(" ").filter((word) => word !== "");
  const error: unknown = await programs
    .get(program)?.(words)
    .catch((thrown: unknown) => thrown);
  return { code: error instanceof UserError ? error.exitCode : 1, said: report(error) };
}

test("an image that cannot be built ends the release with the script's own words, before anything is asked of AWS", async () => {
  const words = ["lib/runner/run.mjs", "cli/release.ts", "production", "v1", "--build"];
  const { code, output } = await finished(spawn(process.execPath, words, { cwd: root, env: process.env }));
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(
      /there is no Dockerfile in .*\n[^]*✖ the image was not built and pushed; nothing has changed/,
    ),
  });
});

test.each(mistakes)("%s %s ends with %i: %s", async (program, args, code, line) => {
  const thrown = await thrownBy(program, args);
  expect(thrown).toEqual({ code, said: expect.stringContaining(line) });
  expect(thrown.said).not.toMatch(/^ +at /m);
});

describe.each(refusals)("%s", (_, answer, line) => {
  test.each(asked)("%s ends with a code for it and one line", async (typed) => {
    // Status asks more than one thing at once, in JSON.
    const { url } = await serve(({ headers }) =>
      headers["x-amz-target"] === undefined || answer.status === 502
        ? answer
        : { body: JSON.stringify({ clusters: [], services: [], metricAlarms: [] }) },
    );
    process.env.AWS_ENDPOINT_URL = url;
    const [program = "", ...args] = typed.split(" ");
    const { code, said } = await thrownBy(program, args.join(" "));
    // The small codes are those of the command that a task runs.
    expect({ code, said }).toEqual({ code: program === "task" ? 122 : 2, said: expect.stringContaining(line) });
    expect(said.split("\n")).toHaveLength(1);
  });
});
