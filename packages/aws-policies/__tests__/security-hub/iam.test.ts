import { iam } from "../../security-hub/iam";
import { one, policy, tagCase, promisesOf } from "./table";

const type = "aws_iam_role_policy";
const allow = (Action: unknown, Resource: unknown = "*", more: Record<string, unknown> = {}) => ({
  policy: policy({ Sid: "Some", Effect: "Allow", Action, Resource, ...more }),
});

const promises = promisesOf(iam, {
  "iam-no-cloud-shell": {
    pass: [
      one("aws_iam_role"),
      one(
        "aws_iam_role",
        {},
        {
          aws_iam_role_policy_attachment: {
            a: { role: "${aws_iam_role.this.name}", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
          },
        },
      ),
    ],
    fail: {
      "arn:aws:iam::aws:policy/AWSCloudShellFullAccess is attached": one(
        "aws_iam_role",
        {},
        {
          aws_iam_role_policy_attachment: {
            a: { role: "${aws_iam_role.this.name}", policy_arn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess" },
          },
        },
      ),
    },
  },
  "iam-no-full-access": {
    pass: [
      one(type, allow("s3:GetObject")),
      one(type, allow("*", "${aws_s3_bucket.a.arn}")),
      one(type, { policy: policy({ Effect: "Deny", Action: "*", Resource: "*" }) }),
    ],
    fail: {
      "statement Some: it allows * on *": one("aws_iam_policy", allow(["s3:GetObject", "*"])),
      "statement 1: it allows * on *": one(type, { policy: policy({ Effect: "Allow", Action: "*", Resource: "*" }) }),
    },
  },
  "iam-no-service-wildcards": {
    pass: [one(type, allow(["s3:Get*", "logs:PutLogEvents"]))],
    fail: {
      "statement Some: it allows by s3:*, ec2:*": one(type, allow(["s3:*", "ec2:*", "logs:PutLogEvents"])),
      "statement Some: it allows by iam:*": one("aws_iam_user_policy", {
        policy: policy({ Sid: "Some", Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      }),
    },
  },
  "iam-role-tagged": tagCase("aws_iam_role"),
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
