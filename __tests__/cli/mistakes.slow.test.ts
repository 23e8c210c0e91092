import { nextCommand } from "../../lib/next-command";
import { exitCodes } from "../../packages/common/errors";
import { environment, temporaryFolder } from "../../packages/common/__tests__/helpers/programs";
import { serve, type Reply } from "../../packages/common/__tests__/helpers/server";
import { environments } from "../helpers/environments";
import { captured } from "./captured";

const home = temporaryFolder();
const own = process.env;

beforeAll(() => {
  process.env = {
    ...environment(home, process.execPath.replace(/\/[^/]*$/, "")),
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
    APP_FOLDER: home,
    NO_COLOR: "1",
  };
});
afterAll(() => {
  process.env = own;
});

const [one, other] = environments;
if (one === undefined) throw new Error("there is no environment");
const { name: first, account } = one;
const second = other?.name;
const typo = `${first}x`;
/** An image as `release` expects it: with its name where there are several. */
const [image = "", ...others] = Object.keys(one.images);
const tagged = (tag: string): string => (others.length === 0 ? tag : `${image}=${tag}`);

/** What is typed, and the line that says what is wrong with it. */
const mistakes: readonly (readonly [typed: string, line: string])[] = [
  [`statsu ${first}`, 'unknown command "statsu"; did you mean status?'],
  ["frobnicate", 'unknown command "frobnicate"\n'],
  ["--josn status", "unknown option '--josn'; did you mean --json?"],
  ["--force", "name a command before --force"],
  ["help nothing", 'unknown command "nothing"'],
  [`status ${typo}`, `no environment is called "${typo}"; did you mean ${first}?`],
  [`status ${first} --emulatr`, "unknown option '--emulatr'; did you mean --emulator?"],
  [`status ${first} --watch never`, '--watch must be a whole number from 1 to 3600, got "never"'],
  [`status ${first} --logs 101`, '--logs must be a whole number from 0 to 100, got "101"'],
  [`status ${first} ${first}`, "too many arguments"],
  [`synth ${typo}`, `no environment is called "${typo}"; did you mean ${first}?`],
  ["prove nowhere", 'no environment is called "nowhere"'],
  ["plan", "missing required argument 'environment'"],
  ["apply", "missing required argument 'folder'"],
  [
    "apply plans --apply-only-reviewed 12",
    '--apply-only-reviewed must be 64 hexadecimal digits, as the review shows them; got "12"',
  ],
  [
    `apply plans --apply-only-reviewed ${"0".repeat(64)} --reviewed-commit 1`,
    "option '--apply-only-reviewed <hash>' cannot be used with option '--reviewed-commit <sha>'",
  ],
  ...(second === undefined
    ? []
    : ([
        [
          `deploy ${second}-service ${first}-data`,
          `one environment at a time, got ${second}-service and ${first}-data`,
        ],
      ] as const)),
  ["emulator launch", 'action must be start, stop, status, env, reset or push; got "launch"'],
  ["completion powershell", 'shell must be bash, zsh or fish; got "powershell"'],
  ["release", "missing required argument 'environment'"],
  [`release ${first}`, `name the tag of an image: ./platform release ${first} TAG`],
  [`release ${typo} v306`, `no environment is called "${typo}"; did you mean ${first}?`],
  [`release ${first} ${tagged("latest")}`, 'a tag is 1 to 128 letters, digits and _ . -, and not latest; got "latest"'],
  [`release ${first} v1 --accept-findings soon`, "--accept-findings takes a reason of at least 10 characters"],
  [`release ${first} v1 --timeout never`, "--timeout must be a whole number from 1 to 1440"],
  [`release ${first} v1 --unlock`, "--unlock takes an environment alone"],
  [`rollback ${first} three`, "a revision is a number"],
  [`rollback ${first} --exact --image-only`, "option '--image-only' cannot be used with option '--exact'"],
  [`task ${first} uptime --until noon`, "unknown option '--until'"],
  [
    `exec ${first} ls -l`,
    `unknown option '-l'; options of the command that is run come after --: ./platform exec ENVIRONMENT -- COMMAND OPTIONS`,
  ],
  [`task ${first}`, "missing required argument 'command'"],
  ["preview", "missing required argument 'action'"],
  ["preview start pr-1", 'action must be up, down or list; got "start"'],
  [`secrets ${first} lst`, 'action must be list, set, generate or compare; got "lst"; did you mean list?'],
  [`secrets ${first} list API_KEY`, "list shows every secret, and takes no name"],
  [`preview up --from ${first}`, "name the preview: ./platform preview up NAME"],
  ["preview up pr-1", "name the environment to derive pr-1 from: --from ENVIRONMENT"],
  [`preview up pr-1 --from ${typo}`, `no environment is called "${typo}"; did you mean ${first}?`],
  [`preview up PR_1 --from ${first}`, "the name of an environment is 3 to 20 lower case letters"],
  [`preview up ${first} --from ${first}`, `environments/${first}.ts is no preview and is not overwritten`],
  [`preview up pr-1 --from ${first} --days 0`, '--days must be a whole number from 1 to 90, got "0"'],
  [`preview down ${first}`, `${first} is no preview; nothing was destroyed`],
  [`preview list --from ${typo}`, `no environment is called "${typo}"; did you mean ${first}?`],
];

test.each(mistakes)("%s is a mistake of usage, and the message helps", async (typed, line) => {
  const { code, stdout, stderr } = await captured(typed.split(" "));
  expect({ code, stdout }).toEqual({ code: exitCodes.usage, stdout: "" });
  expect(stderr).toContain(line);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("an image that cannot be built ends the release before anything is asked of AWS", async () => {
  const line =
    others.length === 0 ? "the image was not built and pushed; nothing has changed" : "--build builds the only image";
  expect(await captured(["release", first, tagged("v1"), "--build"])).toMatchObject({
    code: exitCodes.usage,
    stderr: expect.stringContaining(line),
  });
});

test.each(["exec", "open"])("%s on the emulator says in a line what the emulator does not have", async (name) => {
  expect(await captured([name, first, "--emulator"])).toMatchObject({
    code: exitCodes.refused,
    stderr: expect.stringMatching(/^✖ the emulator runs no containers.*\n$/),
  });
});

test("what is to be done next is done on the emulator, too", async () => {
  const { stderr } = await captured(["open", first, "--emulator"]);
  expect(stderr).toContain(`./platform status ${first} --emulator shows what it has`);
  await captured(["open", first, "--json"]);
  expect(nextCommand(`status ${first}`)).toBe(`./platform status ${first}`);
});

/** What is typed where the input is right. */
const asked = [`release ${first} ${tagged("v1")}`, `rollback ${first}`, `task ${first} uptime`, `status ${first}`];

const refusal = (code: string): Reply => ({
  status: 403,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>the reason</Message></Error></ErrorResponse>`,
});
const refusals: readonly (readonly [what: string, answer: Reply, line: string])[] = [
  ["credentials that have expired", refusal("ExpiredToken"), "the AWS credentials have expired: sign in again"],
  ["too many requests", refusal("Throttling"), "AWS limits the rate of requests (Throttling): wait a minute"],
  ["trouble of AWS", { status: 502, body: "<html>Bad Gateway</html>" }, "AWS answers with HTTP 502"],
  [
    "credentials of another account",
    {
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999988887777:user/ann</Arn>
        <Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    },
    `these credentials are of AWS account 999988887777 (arn:aws:iam::999988887777:user/ann), not of ${account}`,
  ],
];

describe.each(refusals)("%s", (_, answer, line) => {
  test.each(asked)("%s ends with the code for it and one line", async (typed) => {
    // Status asks more than one thing at once, in JSON.
    const { url } = await serve(({ headers }) =>
      headers["x-amz-target"] === undefined || answer.status === 502
        ? answer
        : { body: JSON.stringify({ clusters: [], services: [], metricAlarms: [] }) },
    );
    process.env.AWS_ENDPOINT_URL = url;
    const { code, stderr } = await captured(typed.split(" "));
    // The small codes are those of the command that a task runs.
    expect(code).toBe(typed.startsWith("task") ? 125 : exitCodes.unreachable);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
