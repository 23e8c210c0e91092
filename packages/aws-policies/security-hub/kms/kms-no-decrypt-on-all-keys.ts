import { isAboutAction, isAboutResource } from "../../../terraform-json";
import { control } from "../shared/control";
import { eachStatement, identityPolicyTypes } from "../shared/statements";

const decrypting = ["kms:Decrypt", "kms:ReEncryptFrom"];
/** A key of nobody: a pattern that covers it covers every key of every account and region. */
const anyKey = "arn:aws:kms:eu-north-1:000000000000:key/any";

export const kmsNoDecryptOnAllKeys = control({
  id: "kms-no-decrypt-on-all-keys",
  controls: { "KMS.1": "medium", "KMS.2": "medium" },
  title: "No policy allows decryption with every key",
  why: "A principal that may decrypt with every key reads what was encrypted to be kept from it. Conditions do not count.",
  fix: "Name the ARNs of the keys in Resource.",
  types: identityPolicyTypes,
  judge: (policy) =>
    eachStatement(policy, (statement) => {
      const allowed = decrypting.filter((action) => isAboutAction(statement, action));
      return statement.effect === "Allow" && allowed.length > 0 && isAboutResource(statement, anyKey)
        ? `it allows ${allowed.join(", ")} on every key`
        : undefined;
    }),
});
