import { diffOf } from "../../../meaning";
import { written } from "../lines";

const read = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::uploads/*" };
const tls = {
  Sid: "Tls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::uploads",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

function diff(before: readonly object[], after: readonly object[] | undefined, unknown?: readonly string[]): string[] {
  const policy = (statements: readonly object[]) => ({
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
  const values = after === undefined ? undefined : policy(after);
  return written(diffOf("aws_iam_role_policy", policy(before), values, { unknown }));
}

describe("IAM policies", () => {
  test("an action or a resource more widens; one less does not", () => {
    const more = { ...read, Action: ["s3:GetObject", "s3:DeleteObject"], Resource: ["arn:aws:s3:::uploads/*", "*"] };
    expect(diff([read], [more])).toEqual([
      "+ policy / statement Read / actions s3:DeleteObject (widens)",
      "+ policy / statement Read / resources * (widens)",
    ]);
    expect(diff([more], [read])).toEqual([
      "- policy / statement Read / actions s3:DeleteObject",
      "- policy / statement Read / resources *",
    ]);
  });

  test("an action that a wildcard allowed before widens nothing", () => {
    const all = { ...read, Action: ["s3:Get*"] };
    expect(diff([all], [{ ...all, Action: ["s3:Get*", "s3:GetObject"] }])).toEqual([
      "+ policy / statement Read / actions s3:GetObject",
    ]);
  });

  test("a statement that comes or goes is reported whole; less denial widens", () => {
    expect(diff([tls], [read])).toEqual([
      "- policy / statement Tls Deny s3:* on arn:aws:s3:::uploads for * when Bool aws:SecureTransport false (widens)",
      "+ policy / statement Read Allow s3:GetObject on arn:aws:s3:::uploads/* (widens)",
    ]);
  });

  test("a condition less widens what is allowed, a condition more what is denied", () => {
    const narrow = { ...read, Condition: { StringEquals: { "aws:SourceAccount": "1" } } };
    expect(diff([narrow], [read])).toEqual([
      "- policy / statement Read / conditions StringEquals aws:SourceAccount 1 (widens)",
    ]);
    expect(diff([read], [narrow])).toEqual(["+ policy / statement Read / conditions StringEquals aws:SourceAccount 1"]);
    expect(diff([{ ...tls, Condition: undefined }], [tls])).toEqual([
      "+ policy / statement Tls / conditions Bool aws:SecureTransport false (widens)",
    ]);
    const other = { ...read, Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } } };
    expect(diff([narrow], [other])).toEqual([
      "policy / statement Read / conditions StringEquals aws:SourceAccount 1 -> StringEquals aws:SourceAccount 1, 2 (widens)",
    ]);
    expect(diff([other], [narrow])).toEqual([
      "policy / statement Read / conditions StringEquals aws:SourceAccount 1, 2 -> StringEquals aws:SourceAccount 1",
    ]);
  });

  test("a negated condition widens when it excepts more", () => {
    const not = (values: string[]) => ({ ...tls, Condition: { StringNotEquals: { "aws:SourceVpce": values } } });
    expect(diff([not(["a"])], [not(["a", "b"])])).toEqual([
      "policy / statement Tls / conditions StringNotEquals aws:SourceVpce a -> StringNotEquals aws:SourceVpce a, b (widens)",
    ]);
  });

  test("another principal, and Deny that becomes Allow", () => {
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } };
    expect(diff([trust], [{ ...trust, Principal: { AWS: "*" } }])).toEqual([
      "- policy / statement Allow sts:AssumeRole / principals Service ecs-tasks.amazonaws.com",
      "+ policy / statement Allow sts:AssumeRole / principals AWS * (widens)",
    ]);
    expect(diff([{ ...read, Effect: "Deny" }], [read])).toEqual([
      "policy / statement Read / effect Deny -> Allow (widens)",
    ]);
  });

  test("order, a list of one, and the spelling of an ARN that is known only after apply are no change", () => {
    const other = { Resource: ["<aws_s3_bucket.uploads.arn>/*"], Effect: "Allow", Sid: "Read", Action: "s3:GetObject" };
    expect(diff([read, tls], [tls, other], ["policy"])).toEqual([]);
  });

  test("a policy that is destroyed says what it allowed", () => {
    expect(diff([read], undefined)).toEqual(["- policy / statement Read Allow s3:GetObject on arn:aws:s3:::uploads/*"]);
  });

  test("JSON that is no policy is compared as JSON", () => {
    const rules = (count: number) => ({
      policy: JSON.stringify({ rules: [{ rulePriority: 1, selection: { countNumber: count } }, { rulePriority: 2 }] }),
    });
    expect(written(diffOf("aws_ecr_lifecycle_policy", rules(10), rules(20)))).toEqual([
      "policy / rules 1 / selection / countNumber 10 -> 20",
    ]);
  });
});
