import { isAboutAction, policiesOf, type Statement } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";

/** Who may pass a role may pass which, and to whom. */
export const passRoleScope = resourcePolicy({
  id: "pass-role-scope",
  severity: "error",
  title: "iam:PassRole names the roles and the service that they are passed to",
  why: "Whoever may pass any role to a service has the permissions of all roles of the account: they can start a task or a function with an administrator's role and act through it.",
  fix: "Name the ARNs of the roles under Resource, and the service under Condition StringEquals iam:PassedToService.",
  checkov: ["CKV_AWS_286"],
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
  types: ["aws_iam_role", "aws_iam_policy", "aws_iam_user_policy", "aws_iam_group_policy"],
  check: (block) => {
    const statements = policiesOf(block).statements.filter(
      (statement) => statement.effect === "Allow" && isAboutAction(statement, "iam:PassRole"),
    );
    return statements.length === 0 ? notApplicable("it may pass no role") : statements.flatMap(checkStatement);
  },
});

function checkStatement(statement: Statement): PolicyResult[] {
  const { sid, resources, notResources, conditions } = statement;
  const name = `statement ${sid ?? "without Sid"}`;
  if (notResources.length > 0) return [fail(`${name} allows passing every role except ${notResources.join(", ")}`)];
  const wide = resources.filter(isWide);
  if (wide.length > 0) return [fail(`${name} allows passing the roles ${wide.join(", ")}`)];
  const keys = Object.entries(conditions)
    .filter(([operator]) => /^(ForAnyValue:)?String(Equals|Like)(IgnoreCase)?$/i.test(operator))
    .flatMap(([, values]) => Object.keys(values).map((key) => key.toLowerCase()));
  return keys.includes("iam:passedtoservice") ? [] : [fail(`${name} allows passing roles to any service`)];
}

/** A whole name may be unknown (`*`), or its beginning is. A path or a prefix before the star is a name that the team gave. */
function isWide(resource: string): boolean {
  const [, name = ""] = resource.split(/:role\//);
  return resource === "*" || (/:role\//.test(resource) ? /^[*?]/.test(name) : /\*/.test(resource));
}
