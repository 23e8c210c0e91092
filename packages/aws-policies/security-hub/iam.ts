import { policiesOf } from "../../terraform-json";
import { fail, pass } from "../policy";
import { control, type Control } from "./shared/control";
import { eachStatement, identityPolicyTypes } from "./shared/statements";
import { tagControl } from "./shared/tags";

/** `s3:*`; not `s3:Get*`, of which the control says nothing. */
const wholeService = /^[\w-]+:\*+$/;

/** Controls for IAM. */
export const iam: readonly Control[] = [
  control({
    id: "iam-no-cloud-shell",
    controls: { "IAM.27": "medium" },
    title: "Roles have no full access to CloudShell",
    why: "CloudShell has internet access and a file upload and download: a way out for data that no network rule sees.",
    fix: "Detach AWSCloudShellFullAccess; allow only the actions of cloudshell that are needed.",
    types: ["aws_iam_role"],
    check: (role) => {
      const attached = policiesOf(role).unread.find((arn) => arn.endsWith(":iam::aws:policy/AWSCloudShellFullAccess"));
      return attached === undefined ? pass : fail(`${attached} is attached`);
    },
  }),
  control({
    id: "iam-no-full-access",
    controls: { "IAM.1": "high" },
    checkov: ["CKV_AWS_62"],
    title: "No policy allows everything on everything",
    why: "Whoever gets such a role owns the account.",
    fix: "List the actions and resources that are needed.",
    types: identityPolicyTypes,
    check: (policy) =>
      eachStatement(policy, ({ effect, actions, resources }) =>
        effect === "Allow" && actions.includes("*") && resources.includes("*") ? "it allows * on *" : undefined,
      ),
  }),
  control({
    id: "iam-no-service-wildcards",
    controls: { "IAM.21": "low" },
    title: "No policy allows every action of a service",
    why: "Actions that nobody thought of are allowed as well, and so are those that AWS adds tomorrow.",
    fix: "List the actions that are needed.",
    types: identityPolicyTypes,
    check: (policy) =>
      eachStatement(policy, ({ effect, actions, notActions }) => {
        const found = [...actions, ...notActions].filter((action) => wholeService.test(action));
        return effect === "Allow" && found.length > 0 ? `it allows by ${found.join(", ")}` : undefined;
      }),
  }),
  tagControl({
    id: "iam-role-tagged",
    control: "IAM.24",
    what: "IAM roles",
    types: ["aws_iam_role"],
  }),
];
