import { isAboutAction, leadsTo, policiesOf } from "../../terraform-json";
import { fail, notApplicable, pass } from "../policy";
import { isSet } from "./shared/arguments";
import { control, type Control } from "./shared/control";

/** Controls for AWS Systems Manager. */
export const ssm: readonly Control[] = [
  // AWS sees which instances report to Systems Manager; before that, whether their role lets them.
  control({
    id: "ssm-instances-managed",
    controls: { "SSM.1": "medium" },
    title: "Instances may report to Systems Manager",
    why: "Otherwise nobody can open a session, see what is installed or patch it, but by SSH, which is closed.",
    fix: "Allow ssm:UpdateInstanceInformation in the instance role, or attach AmazonSSMManagedInstanceCore.",
    types: ["aws_launch_template"],
    check: (template) => {
      if (!isSet(template, "iam_instance_profile")) return fail("iam_instance_profile must be set, got nothing");
      const roles = leadsTo(template, "iam_instance_profile", "aws_iam_instance_profile").flatMap((profile) =>
        leadsTo(profile, "role", "aws_iam_role"),
      );
      if (roles.length === 0) return notApplicable("its instance role is not in these stacks");
      const mayReport = roles
        .map(policiesOf)
        .some(
          ({ statements, unread }) =>
            unread.some((arn) => /AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy/.test(arn)) ||
            statements.some(
              (statement) => statement.effect === "Allow" && isAboutAction(statement, "ssm:UpdateInstanceInformation"),
            ),
        );
      return mayReport ? pass : fail("its instance role does not allow ssm:UpdateInstanceInformation");
    },
  }),
];
