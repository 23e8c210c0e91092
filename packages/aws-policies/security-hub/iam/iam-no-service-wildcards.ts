import { control } from "../shared/control";
import { eachStatement, identityPolicyTypes } from "../shared/statements";

/** `s3:*`; not `s3:Get*`, of which the control says nothing. */
const wholeService = /^[\w-]+:\*+$/;

export const iamNoServiceWildcards = control({
  id: "iam-no-service-wildcards",
  controls: { "IAM.21": "low" },
  title: "No policy allows every action of a service",
  why: "Actions that nobody thought of are allowed as well, and so are those that AWS adds tomorrow.",
  fix: "List the actions that are needed.",
  types: identityPolicyTypes,
  judge: (policy) =>
    eachStatement(policy, ({ effect, actions, notActions }) => {
      const found = [...actions, ...notActions].filter((action) => wholeService.test(action));
      return effect === "Allow" && found.length > 0 ? `it allows by ${found.join(", ")}` : undefined;
    }),
});
