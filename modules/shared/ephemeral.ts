import { Lazy, TerraformElement, Token } from "cdktf";
import type { Construct } from "constructs";

/**
 * A Terraform ephemeral resource (Terraform 1.10+): a value that lives for one run and is written to no plan and no state.
 * cdktf 0.21 knows resources and data sources only, so this element writes the `ephemeral` block itself.
 */
export class EphemeralResource extends TerraformElement {
  /**
   * @param type such as `aws_secretsmanager_random_password`
   * @param attributes in Terraform's own snake_case
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly type: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, `ephemeral.${type}`);
  }

  /** A reference to an attribute. Terraform accepts it in write-only arguments, providers and other ephemeral places only. */
  attribute(name: string): string {
    return Token.asString(
      Lazy.stringValue({ produce: () => `\${ephemeral.${this.type}.${this.friendlyUniqueId}.${name}}` }),
    );
  }

  override toTerraform(): object {
    return {
      ephemeral: {
        [this.type]: {
          [this.friendlyUniqueId]: {
            "//": this.constructNodeMetadata,
            ...this.attributes,
          },
        },
      },
    };
  }
}
