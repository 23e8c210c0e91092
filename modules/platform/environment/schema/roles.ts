import { z } from "./zod";
import { arnPattern } from "../../../../aws/regions";
import { rolePath } from "../../../../aws/limits";
import { text } from "./forms";

const policyArn = z.string().regex(arnPattern("iam", "policy/.+", "(?:aws|\\d{12})"), { error: "the ARN of a policy" });

/** What every IAM role of the environment has in common. @default - roles as IAM makes them */
export const roles = z
  .strictObject({
    /** Path before the names of the roles; a change replaces them. @default "/" */
    path: text(rolePath).optional(),
    /** Policy that limits what any of the roles may do, whatever their own policies allow. @default - none */
    permissionsBoundary: policyArn.optional(),
    /** ARNs of managed policies of the instances' role, for agents on them. @default - none */
    instancePolicies: z.array(policyArn).default([]),
  })
  .optional();
