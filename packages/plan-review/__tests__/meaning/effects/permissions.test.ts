import { change, effects, there } from "../changes";

const policy = (...statements: readonly object[]) => ({
  name: "p",
  role: "app",
  policy: JSON.stringify({ Statement: statements }),
});
const read = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::uploads/*" };

describe("permissions", () => {
  test("that widen say by what", () => {
    const more = { ...read, Action: ["s3:GetObject", "s3:DeleteObject"] };
    expect(effects(change("aws_iam_role_policy.x", policy(read), policy(more)))).toEqual([
      "medium: permissions of role app widen: +s3:DeleteObject",
    ]);
    expect(effects(change("aws_iam_role_policy.x", policy(more), policy(read)))).toEqual([
      "low: permissions of role app no longer allow: s3:DeleteObject",
    ]);
  });

  test("to do everything are a high risk, of a new role too", () => {
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    const role = change("aws_iam_role.app", undefined, { name: "app" });
    expect(effects(change("aws_iam_role_policy.x", undefined, policy(all)), role)).toEqual([
      "high: role app may do everything",
    ]);
    const attachment = { role: "app", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    expect(effects(change("aws_iam_role_policy_attachment.x", undefined, attachment), role)).toEqual([
      "high: role app may do everything (AdministratorAccess)",
    ]);
  });

  test("of a role that comes with them widen nothing; of one that is there they do", () => {
    const added = change("aws_iam_role_policy.x", undefined, policy(read));
    expect(effects(added, change("aws_iam_role.app", undefined, { name: "app" }))).toEqual([]);
    expect(effects(added, there("aws_iam_role.app", { name: "app" }))).toEqual([
      "medium: permissions of role app widen: Allow s3:GetObject on arn:aws:s3:::uploads/*",
    ]);
  });

  test("for everyone without a condition are a high risk", () => {
    const open = { ...read, Principal: "*" };
    const bucket = (statement: object) => ({ bucket: "uploads", policy: JSON.stringify({ Statement: [statement] }) });
    const closed = { ...read, Principal: { AWS: "arn:aws:iam::1:root" } };
    expect(effects(change("aws_s3_bucket_policy.x", bucket(closed), bucket(open)))).toContain(
      "high: bucket uploads: everyone may s3:GetObject",
    );
  });

  test("of an endpoint open to everyone let nobody do more than they may", () => {
    const endpoint = { policy: JSON.stringify({ Statement: [{ ...read, Principal: "*" }] }) };
    expect(effects(change("aws_vpc_endpoint.x", undefined, endpoint))).toEqual([]);
  });

  test("that go take away what they allowed", () => {
    expect(effects(change("aws_iam_role_policy.x", policy(read), undefined))).toEqual([
      "medium: role app loses what its policy p allowed",
    ]);
  });
});
