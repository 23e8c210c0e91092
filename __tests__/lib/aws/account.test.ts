import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { awsError, checkAccount, clientConfig } from "../../../lib/aws";
import { UserError } from "../../../packages/common/errors";

/** What the server says next. */
let answer: { status: number; body: string };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(answer.status, { "content-type": "application/xml" }).end(answer.body);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const account = "111122223333";
const check = (env: NodeJS.ProcessEnv = {}) =>
  checkAccount(
    clientConfig("eu-central-1", {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_MAX_ATTEMPTS: "1",
      ...env,
    }),
    account,
  );

const identity = (id: string) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:iam::${id}:user/ann</Arn><UserId>ANN</UserId><Account>${id}</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;
const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

describe("credentials", () => {
  test("of the environment's account pass", async () => {
    answer = { status: 200, body: identity(account) };
    await expect(check()).resolves.toBeUndefined();
  });

  test("of another account are refused, with whose they are", async () => {
    answer = { status: 200, body: identity("999988887777") };
    await expect(check()).rejects.toMatchObject({
      exitCode: 9,
      message:
        "these credentials are of AWS account 999988887777 (arn:aws:iam::999988887777:user/ann), not of 111122223333; use others",
    });
  });

  test.each([
    ["InvalidClientTokenId", "AWS refuses these credentials (the reason): use others"],
    ["ExpiredToken", "the AWS credentials have expired: sign in again (aws sso login)"],
    ["Throttling", "AWS limits the rate of requests (Throttling): wait a minute, run it again"],
    ["AccessDenied", "these credentials are not allowed to: the reason; use a role that is"],
  ])("that get %s from AWS end with 9 and the next step", async (code, printed) => {
    answer = { status: 403, body: refusal(code, "the reason") };
    await expect(check()).rejects.toMatchObject({
      exitCode: 9,
      message: `cannot ask AWS for account 111122223333: ${printed}`,
    });
  });

  test("are not blamed when nobody answers", async () => {
    await expect(check({ AWS_ENDPOINT_URL: "http://127.0.0.1:1" })).rejects.toMatchObject({
      exitCode: 9,
      message: expect.stringMatching(/AWS does not answer: .*ECONNREFUSED 127\.0\.0\.1:1; check the network$/),
    });
  });
});

describe("an error of the AWS SDK", () => {
  test("for missing credentials says how to give them", () => {
    const missing = Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    });
    expect(awsError(missing, "read the service")).toMatchObject({
      exitCode: 9,
      message:
        "cannot read the service: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    });
  });

  test("of any other kind keeps AWS's name and first line, and exits with 1", () => {
    const unknown = Object.assign(new Error("no such cluster\nRequestId: 1"), {
      name: "ClusterNotFoundException",
      $metadata: { httpStatusCode: 400 },
    });
    expect(awsError(unknown, "read the service")).toMatchObject({
      exitCode: 1,
      message: "cannot read the service: ClusterNotFoundException: no such cluster",
    });
  });

  test("one with a message of ours stays as it is", () => {
    const reported = new UserError("reported", 7);
    expect(awsError(reported, "read")).toBe(reported);
  });
});
