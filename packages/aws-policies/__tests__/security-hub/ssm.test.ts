import { ssm } from "../../security-hub/ssm";
import type { Resources } from "../parts";
import { one, policy, promisesOf } from "./table";

const template = "aws_launch_template";
/** A launch template whose instances have a role with this permission. */
const launched = (others: Resources) =>
  one(
    template,
    { iam_instance_profile: { arn: "${aws_iam_instance_profile.a.arn}" } },
    {
      aws_iam_instance_profile: { a: { role: "${aws_iam_role.a.name}" } },
      aws_iam_role: { a: {} },
      ...others,
    },
  );
const allowing = (Action: string) => ({
  aws_iam_role_policy: {
    a: { role: "${aws_iam_role.a.name}", policy: policy({ Effect: "Allow", Action, Resource: "*" }) },
  },
});

const promises = promisesOf(ssm, {
  "ssm-instances-managed": {
    pass: [
      launched(allowing("ssm:UpdateInstanceInformation")),
      launched({
        aws_iam_role_policy_attachment: {
          a: { role: "${aws_iam_role.a.name}", policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
        },
      }),
    ],
    fail: {
      "iam_instance_profile must be set, got nothing": one(template),
      "its instance role does not allow ssm:UpdateInstanceInformation": launched(allowing("ecs:Poll")),
    },
    notApplicable: {
      "its instance role is not in these stacks": one(template, { iam_instance_profile: { name: "made-elsewhere" } }),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
