import { TerraformOutput, Token } from "cdktf";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { canonicalJson, policyDocument } from "../../../modules/shared";
import { testStack } from "../../../packages/jest-terraform";

/** The text as Terraform JSON holds it. */
function written(value: (vpc: Vpc) => string): string {
  const stack = testStack((scope) => {
    const vpc = new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16" });
    new TerraformOutput(scope, "text", { value: value(vpc) });
  });
  return (stack.json as unknown as { output: { text: { value: string } } }).output.text.value;
}

describe("canonical JSON", () => {
  test("is the same text for the same value, whatever the order it was written in", () => {
    const one = written(() => canonicalJson({ b: [{ d: 1, c: 2 }], a: true }));
    expect(one).toBe('{"a":true,"b":[{"c":2,"d":1}]}');
    expect(written(() => canonicalJson({ a: true, b: [{ c: 2, d: 1 }] }))).toBe(one);
  });

  test("leaves out what is not there, and keeps zero, false and the empty string", () => {
    expect(written(() => canonicalJson({ a: null, b: undefined, c: 0, d: false, e: "" }))).toBe(
      '{"c":0,"d":false,"e":""}',
    );
  });

  test("keeps references as interpolations", () => {
    expect(written((vpc) => canonicalJson({ vpc: vpc.id }))).toBe('{"vpc":"${aws_vpc.vpc.id}"}');
  });

  test("does not escape the quotes inside an interpolation, which belong to Terraform's expression", () => {
    const value = () => canonicalJson({ name: Token.asString('${aws_vpc.vpc.tags["Name"]}'), quote: 'a "b"' });
    expect(written(value)).toBe('{"name":"${aws_vpc.vpc.tags["Name"]}","quote":"a \\"b\\""}');
  });

  test("leaves an escaped interpolation to whom it is for", () => {
    expect(written(() => canonicalJson({ command: '$${HOME:-"/root"}' }))).toBe('{"command":"$${HOME:-\\"/root\\"}"}');
  });
});

describe("a policy document", () => {
  test("writes one action or resource as a string, several as a list, and Allow unless it says Deny", () => {
    const document = () =>
      policyDocument([
        { sid: "One", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/*"] },
        {
          sid: "Two",
          effect: "Deny",
          principals: "*",
          actions: ["s3:GetObject", "s3:PutObject"],
          resources: ["a", "b"],
        },
      ]);
    expect(JSON.parse(written(document))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "One", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" },
        { Sid: "Two", Effect: "Deny", Principal: "*", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["a", "b"] },
      ],
    });
  });
});
