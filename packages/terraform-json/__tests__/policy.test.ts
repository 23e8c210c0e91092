import {
  containersOf,
  covers,
  hasPolicies,
  isAboutAction,
  isAboutResource,
  policiesOf,
  readConfiguration,
  readConfigurations,
  readPolicy,
} from "..";

const allow = (fields: object) => JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...fields } });
const policiesAt = (json: object, address: string) => {
  const block = readConfiguration(json).find(address);
  if (block === undefined) throw new Error(`no ${address}`);
  return policiesOf(block);
};

describe("readPolicy", () => {
  test("writes every list out", () => {
    const text = allow({
      Sid: "One",
      Action: "s3:GetObject",
      Resource: ["${aws_s3_bucket.a.arn}/*"],
      Principal: { Service: "ecs.amazonaws.com" },
      Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": [1, 2] } },
    });
    expect(readPolicy(text)).toEqual([
      {
        sid: "One",
        effect: "Allow",
        actions: ["s3:GetObject"],
        notActions: [],
        resources: ["${aws_s3_bucket.a.arn}/*"],
        notResources: [],
        principals: { Service: ["ecs.amazonaws.com"] },
        conditions: { Bool: { "aws:SecureTransport": ["true"] }, NumericLessThan: { "s3:max-keys": ["1", "2"] } },
      },
    ]);
    expect(readPolicy(allow({ Principal: "*" }))[0]?.principals).toEqual({ "*": ["*"] });
    expect(readPolicy(allow({ NotAction: ["a:b"], NotResource: "r" }))[0]).toMatchObject({
      notActions: ["a:b"],
      notResources: ["r"],
      principals: {},
    });
  });

  test("what is no policy is an error", () => {
    expect(() => readPolicy("{")).toThrow(SyntaxError);
    expect(() => readPolicy("{}")).toThrow("a policy must be an object with a Statement");
    expect(() => readPolicy(undefined)).toThrow("a policy must be an object with a Statement");
    expect(() => readPolicy({ Statement: [{ Action: "s3:*" }] })).toThrow(
      "the Effect of a statement must be Allow or Deny, got nothing",
    );
    expect(() => readPolicy("${var.policy}")).toThrow("cannot read the policy ${var.policy}");
  });

  test("follows an aws_iam_policy_document, its conditions merged by operator", () => {
    const condition = (variable: string) => ({ test: "StringEquals", variable, values: ["v"] });
    const configuration = readConfiguration({
      data: {
        aws_iam_policy_document: {
          d: {
            statement: [
              {
                sid: "S",
                actions: ["a:b"],
                resources: ["*"],
                principals: [{ type: "Service", identifiers: ["x"] }],
                condition: [condition("k"), condition("l")],
              },
              { effect: "Deny", not_actions: ["a:b"], not_resources: ["r"] },
            ],
          },
        },
      },
    });
    expect(readPolicy("${data.aws_iam_policy_document.d.json}", configuration)).toEqual([
      expect.objectContaining({
        sid: "S",
        effect: "Allow",
        principals: { Service: ["x"] },
        conditions: { StringEquals: { k: ["v"], l: ["v"] } },
      }),
      expect.objectContaining({ effect: "Deny", notActions: ["a:b"], notResources: ["r"] }),
    ]);
  });

  test.each(["source_policy_documents", "override_policy_documents"])(
    "reads what a document is merged from: %s",
    (from) => {
      const everything = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
      const configuration = readConfiguration({
        data: {
          aws_iam_policy_document: {
            d: { [from]: ["${data.aws_iam_policy_document.inner.json}"], statement: [{ actions: ["a:b"] }] },
            inner: { [from]: [everything] },
            unknown: { [from]: ["${var.policy}"] },
          },
        },
      });
      expect(readPolicy("${data.aws_iam_policy_document.d.json}", configuration).map(({ actions }) => actions)).toEqual(
        [["*"], ["a:b"]],
      );
      expect(() => readPolicy("${data.aws_iam_policy_document.unknown.json}", configuration)).toThrow(
        "cannot read the policy ${var.policy}",
      );
    },
  );
});

describe("policiesOf", () => {
  test("a role has its own, those of its policy resources, and those attached", () => {
    const { statements, unread } = policiesAt(
      {
        resource: {
          aws_iam_role: {
            r: {
              name: "r",
              inline_policy: [{ policy: allow({ Sid: "inline" }) }],
              managed_policy_arns: ["arn:listed"],
            },
            other: { name: "other" },
          },
          aws_iam_role_policy: {
            referred: { role: "${aws_iam_role.r.id}", policy: allow({ Sid: "referred" }) },
            named: { role: "r", policy: allow({ Sid: "named" }) },
            other: { role: "${aws_iam_role.other.id}", policy: allow({ Sid: "other" }) },
          },
          aws_iam_policy: { p: { policy: allow({ Sid: "managed" }) } },
          aws_iam_role_policy_attachment: {
            own: { role: "${aws_iam_role.r.name}", policy_arn: "${aws_iam_policy.p.arn}" },
            aws: { role: "${aws_iam_role.r.name}", policy_arn: "arn:attached" },
          },
        },
      },
      "aws_iam_role.r",
    );
    expect(statements.map(({ sid }) => sid)).toEqual(["referred", "named", "inline", "managed"]);
    expect(unread).toEqual(["arn:attached", "arn:listed"]);
  });

  test("a bucket, a key and a repository have the policy that is about them", () => {
    const policy = allow({ Sid: "own" });
    const json = {
      resource: {
        aws_s3_bucket: { b: { bucket: "b" } },
        aws_s3_bucket_policy: { p: { bucket: "${aws_s3_bucket.b.id}", policy } },
        aws_kms_key: { k: { policy } },
        aws_ecr_repository: { e: { name: "e" } },
        aws_ecr_repository_policy: { p: { repository: "e", policy } },
        aws_vpc: { v: {} },
      },
    };
    for (const address of ["aws_s3_bucket.b", "aws_kms_key.k", "aws_ecr_repository.e"]) {
      expect(policiesAt(json, address).statements.map(({ sid }) => sid)).toEqual(["own"]);
    }
    expect(["aws_kms_key", "aws_iam_role", "aws_vpc"].map(hasPolicies)).toEqual([true, true, false]);
  });

  test("a policy of another stack that names the role through its state counts", () => {
    const [foundation] = readConfigurations({
      foundation: {
        terraform: { backend: { s3: { bucket: "state", key: "foundation" } } },
        resource: { aws_iam_role: { r: {} } },
        output: { role: { value: "${aws_iam_role.r.name}" } },
      },
      service: {
        data: {
          terraform_remote_state: {
            f: { backend: "s3", config: { bucket: "state", key: "foundation" }, workspace: "${terraform.workspace}" },
          },
        },
        resource: {
          aws_iam_role_policy: {
            p: { role: "${data.terraform_remote_state.f.outputs.role}", policy: allow({ Sid: "far" }) },
          },
        },
      },
    });
    const role = foundation?.find("aws_iam_role.r");
    expect(role && policiesOf(role).statements.map(({ sid }) => sid)).toEqual(["far"]);
  });

  test("names the block whose policy cannot be read", () => {
    expect(() => policiesAt({ resource: { aws_kms_key: { k: { policy: "${var.p}" } } } }, "aws_kms_key.k")).toThrow(
      "aws_kms_key.k: cannot read the policy ${var.p}",
    );
  });
});

describe("patterns", () => {
  test("cover as IAM has it: * any text, ? one character, the rest as written", () => {
    expect(covers("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b")).toBe(true);
    expect(covers("arn:aws:s3:::b/*", "arn:aws:s3:::b")).toBe(false);
    expect(covers("a?c", "abc")).toBe(true);
    expect(covers("a?c", "ac")).toBe(false);
    expect(covers("a.c", "abc")).toBe(false);
    expect(covers("${aws_s3_bucket.a.arn}/*", "${aws_s3_bucket.a.arn}/x")).toBe(true);
  });

  test("actions compare without case, resources with it", () => {
    const [statement] = readPolicy(allow({ Action: "S3:get*", Resource: "arn:B" }));
    expect(statement && isAboutAction(statement, "s3:GetObject")).toBe(true);
    expect(statement && isAboutAction(statement, "s3:*")).toBe(false);
    expect(statement && isAboutResource(statement, "arn:b")).toBe(false);
    expect(statement && isAboutResource(statement, "arn:B")).toBe(true);
  });
});

describe("containersOf", () => {
  const read = (container_definitions: unknown) => {
    const [task] = readConfiguration({
      resource: { aws_ecs_task_definition: { t: { container_definitions } } },
    }).resources;
    return task === undefined ? [] : containersOf(task);
  };

  test("reads names and numbers around interpolations", () => {
    expect(read('[{"name":"web","cpu":${var.cpu},"image":"${aws_ecr_repository.a.repository_url}:1"}]')).toEqual([
      { name: "web", cpu: "${var.cpu}", image: "${aws_ecr_repository.a.repository_url}:1" },
    ]);
  });

  test("says what it got when that is no list of containers", () => {
    const start =
      "aws_ecs_task_definition.t: container_definitions must be the JSON of a list of objects with a name, got ";
    expect(() => read(undefined)).toThrow(`${start}nothing`);
    expect(() => read(["web"])).toThrow(`${start}a list`);
    expect(() => read('{"name":"web"}')).toThrow(`${start}{"name":"web"}`);
    expect(() => read(`[${" ".repeat(100)}{}]`)).toThrow(`${start}[${" ".repeat(79)}...`);
  });
});
