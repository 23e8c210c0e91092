import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../../helpers/environments";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { serve, type Received, type Reply } from "../../../packages/common/__tests__/helpers/server";
import { planEach } from "../../../scripts/plan-environments/plan-each";

const scratch = temporaryFolder();
const [environment] = environments;
if (environment === undefined) throw new Error("there is no environment");
const { name } = environment;
const role = "arn:aws:iam::111122223333:role/plan";
const roles = JSON.stringify({ [name]: role });

const assumed = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
  <AccessKeyId>key-id</AccessKeyId><SecretAccessKey>secret-key</SecretAccessKey><SessionToken>session</SessionToken>
  <Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
const denied =
  "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized</Message></Error></ErrorResponse>";
const xml = { "content-type": "text/xml" };
const replies = (request: Received, { gitHub, aws }: { gitHub?: Reply; aws?: Reply }): Reply =>
  request.path.startsWith("/token")
    ? (gitHub ?? { body: { value: "the-token" } })
    : (aws ?? { headers: xml, body: assumed });

let run = 0;
async function planned(
  given: { gitHub?: Reply; aws?: Reply; env?: NodeJS.ProcessEnv; names?: readonly string[]; code?: number } = {},
) {
  const { url, received } = await serve((request) => replies(request, given));
  const folder = join(scratch, `plans-${(run += 1)}`);
  const calls: { readonly name: string; readonly env: NodeJS.ProcessEnv }[] = [];
  const lines: string[] = [];
  const code = await planEach({
    names: given.names ?? [name],
    folder,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer",
      AWS_ENDPOINT_URL: url,
      AWS_MAX_ATTEMPTS: "1",
      AWS_ACCESS_KEY_ID: "inherited",
      PLAN_ROLES: roles,
      HOME: scratch,
      ...given.env,
    },
    plan: (planning, env) => {
      calls.push({ name: planning, env });
      return Promise.resolve(given.code ?? 0);
    },
    print: (line) => lines.push(line),
  });
  const logs = readdirSync(folder).map((file) => `${file}: ${readFileSync(join(folder, file), "utf8")}`);
  return { code, calls, lines, logs, received };
}

test("an environment is planned with the credentials of its role, and can sign in as no other", async () => {
  const { code, calls, lines, logs, received } = await planned();
  expect({ code, logs }).toEqual({ code: 0, logs: [] });
  expect(calls.map((call) => call.name)).toEqual([name]);
  const env = calls[0]?.env ?? {};
  expect(env).toMatchObject({
    AWS_ACCESS_KEY_ID: "key-id",
    AWS_SECRET_ACCESS_KEY: "secret-key",
    AWS_SESSION_TOKEN: "session",
    AWS_REGION: environment.region,
    HOME: scratch,
  });
  expect(Object.keys(env).filter((variable) => variable.startsWith("ACTIONS_ID_TOKEN"))).toEqual([]);
  const [forToken, forRole] = received;
  expect(forToken).toMatchObject({ path: "/token?v=1&audience=sts.amazonaws.com" });
  expect(forToken?.headers.authorization).toBe("Bearer bearer");
  const asked = new URLSearchParams(forRole?.body);
  expect(Object.fromEntries(asked)).toMatchObject({ RoleArn: role, WebIdentityToken: "the-token" });
  expect(forRole?.headers.authorization).toBeUndefined();
  const masked = ["key-id", "secret-key", "session"].map((secret) => `::add-mask::${secret}`);
  expect(lines).toEqual([`::group::plan ${name}`, ...masked, "::endgroup::"]);
});

test.each([
  [2, 0],
  [1, 1],
  [9, 1],
])("a plan that exits with %i makes it exit with %i", async (code, expected) => {
  const { code: own, lines } = await planned({ code });
  expect(own).toBe(expected);
  expect(lines.at(-1)).toBe(expected === 0 ? "::endgroup::" : `::error::not planned: ${name}`);
});

test.each<[string, Parameters<typeof planned>[0], string]>([
  ["there is no variable", { env: { PLAN_ROLES: "" } }, "PLAN_ROLES is empty; set the repository variable PLAN_ROLES"],
  [
    "the variable is no JSON",
    { env: { PLAN_ROLES: role } },
    "PLAN_ROLES is cut off or damaged; set the repository variable",
  ],
  [
    "another environment has a role",
    { env: { PLAN_ROLES: `{"other": "${role}"}` } },
    `PLAN_ROLES has no role's ARN for ${name};`,
  ],
  [
    "the role is no ARN",
    { env: { PLAN_ROLES: `{"${name}": "plan"}` } },
    `PLAN_ROLES has no role's ARN for ${name}, got "plan"`,
  ],
  [
    "the job may not ask for a token",
    { env: { ACTIONS_ID_TOKEN_REQUEST_URL: "" } },
    "give it the permission id-token: write",
  ],
  ["GitHub fails", { gitHub: { status: 503 } }, "GitHub gives no OIDC token: HTTP 503; run the job again"],
  ["GitHub's answer has no token", { gitHub: { body: {} } }, "GitHub gives no OIDC token: the answer has no token"],
  [
    "the role does not trust the job",
    { aws: { status: 403, headers: xml, body: denied } },
    `cannot assume ${role} with the job's OIDC token`,
  ],
])("where %s, nothing is planned and the review has the reason", async (_, given, reason) => {
  const { code, calls, logs } = await planned(given);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(logs).toEqual([expect.stringContaining(`${name}.log: Error: `)]);
  expect(logs[0]).toContain(reason);
});

test("what fails for one environment does not keep another from being planned", async () => {
  const { code, calls, logs, lines } = await planned({ names: ["no-such-environment", name] });
  expect(calls.map((call) => call.name)).toEqual([name]);
  expect(logs).toEqual([expect.stringContaining('no environment is called "no-such-environment"')]);
  expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: "::error::not planned: no-such-environment" });
});
