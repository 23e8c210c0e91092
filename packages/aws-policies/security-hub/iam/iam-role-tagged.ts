import { tagControl } from "../shared/tags";

export const iamRoleTagged = tagControl({
  id: "iam-role-tagged",
  control: "IAM.24",
  what: "IAM roles",
  types: ["aws_iam_role"],
});
