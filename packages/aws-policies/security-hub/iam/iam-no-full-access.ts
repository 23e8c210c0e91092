import { control } from "../shared/control";
import { eachStatement, identityPolicyTypes } from "../shared/statements";

export const iamNoFullAccess = control({
  id: "iam-no-full-access",
  controls: { "IAM.1": "high" },
  checkov: ["CKV_AWS_62"],
  title: "No policy allows everything on everything",
  why: "Whoever gets such a role owns the account.",
  fix: "List the actions and resources that are needed.",
  types: identityPolicyTypes,
  judge: (policy) =>
    eachStatement(policy, ({ effect, actions, resources }) =>
      effect === "Allow" && actions.includes("*") && resources.includes("*") ? "it allows * on *" : undefined,
    ),
});
