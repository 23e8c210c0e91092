import { policiesOf } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { control } from "../shared/control";

export const iamNoCloudShell = control({
  id: "iam-no-cloud-shell",
  controls: { "IAM.27": "medium" },
  title: "Roles have no full access to CloudShell",
  why: "CloudShell has internet access and a file upload and download: a way out for data that no network rule sees.",
  fix: "Detach AWSCloudShellFullAccess; allow only the actions of cloudshell that are needed.",
  types: ["aws_iam_role"],
  judge: (role) => {
    const attached = policiesOf(role).unread.find((arn) => arn.endsWith(":iam::aws:policy/AWSCloudShellFullAccess"));
    return attached === undefined ? pass : fail(`${attached} is attached`);
  },
});
