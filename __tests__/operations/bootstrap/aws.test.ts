import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "../../../operations/bootstrap/aws";

/** What the server says next. */
let answer: (request: IncomingMessage) => { status: number; body?: string };
const server = createServer((request, response) => {
  const { status, body = "" } = answer(request);
  request.resume();
  response.writeHead(status, { "content-type": "application/xml" }).end(body);
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const account = "111122223333";
const aws = (env: NodeJS.ProcessEnv = {}) =>
  connect({
    account,
    region: "eu-central-1",
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      ...env,
    },
  });

describe("the bucket", () => {
  test("is asked for as this account's", async () => {
    let owner: unknown;
    answer = ({ headers }) => {
      owner = headers["x-amz-expected-bucket-owner"];
      return { status: 200 };
    };
    await expect(aws().bucketExists("acme-state")).resolves.toBe(true);
    expect(owner).toBe(account);
  });

  test("does not exist where S3 knows no such bucket", async () => {
    answer = () => ({ status: 404 });
    await expect(aws().bucketExists("acme-state")).resolves.toBe(false);
  });

  test("of another account is refused", async () => {
    answer = () => ({ status: 403 });
    await expect(aws().bucketExists("acme-state")).rejects.toThrow(
      "the bucket acme-state exists and is not for these credentials: it belongs to another AWS account (choose another name in state.bucket), or they lack s3:ListBucket on it",
    );
  });

  test("of another region is refused", async () => {
    answer = () => ({ status: 301 });
    await expect(aws().bucketExists("acme-state")).rejects.toThrow(
      "the bucket acme-state exists in another region than eu-central-1: choose another name in state.bucket",
    );
  });
});

describe("the state in the bucket", () => {
  test("is what it lists", async () => {
    const resources = [{ mode: "managed", type: "aws_kms_key", name: "key", instances: [{ attributes: { id: "1" } }] }];
    answer = () => ({ status: 200, body: JSON.stringify({ version: 4, resources }) });
    await expect(aws().state("acme-state", "x.tfstate")).resolves.toEqual({ "aws_kms_key.key": "1" });
  });

  test("is none where there is no such object", async () => {
    answer = () => ({ status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" });
    await expect(aws().state("acme-state", "x.tfstate")).resolves.toBeUndefined();
  });

  test("that may not be read is not taken for none", async () => {
    answer = () => ({ status: 403, body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>" });
    await expect(aws().state("acme-state", "x.tfstate")).rejects.toThrow(
      "cannot read s3://acme-state/x.tfstate: Access Denied",
    );
  });
});
