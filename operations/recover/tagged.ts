import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arnKinds, type ArnKind } from "../../aws/imports";
import { terraform, type Terraform } from "../../lib/terraform";
import { tagsOf, type StackState } from "./stacks";

/** An object of a kind that Terraform creates, with the tags of a stack. */
export interface Tagged {
  readonly stack: string;
  readonly arn: string;
  /** Terraform's `id` of it. */
  readonly id: string;
  readonly kind: ArnKind;
  readonly tags: Readonly<Record<string, string>>;
}

interface Shown {
  readonly prior_state?: {
    readonly values?: {
      readonly root_module?: {
        readonly resources?: readonly {
          readonly name: string;
          readonly values: {
            readonly resource_tag_mapping_list: readonly {
              readonly resource_arn: string;
              readonly tags: Readonly<Record<string, string>>;
            }[];
          };
        }[];
      };
    };
  };
}

/**
 * All objects that carry the tags that the provider gives to everything of a stack. Terraform's own data source asks the Resource
 * Groups Tagging API, with the credentials and the endpoint that it has for everything else.
 */
export async function findTagged(program: Terraform, stacks: readonly StackState[]): Promise<readonly Tagged[]> {
  const asked = stacks.filter((stack) => Object.keys(tagsOf(stack)).length > 0);
  const provider = asked[0]?.json.provider;
  if (provider === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), "recover-"));
  try {
    const data = asked.map((stack) => [
      stack.name,
      { tag_filter: Object.entries(tagsOf(stack)).map(([key, value]) => ({ key, values: [value] })) },
    ]);
    const configuration = {
      terraform: { required_providers: asked[0]?.json.terraform?.required_providers },
      provider,
      data: { aws_resourcegroupstaggingapi_resources: Object.fromEntries(data) as object },
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    await terraform(program, folder, ["init", "-input=false", "-no-color"]);
    await terraform(program, folder, ["plan", "-input=false", "-no-color", "-out=plan"]);
    const { prior_state: read } = JSON.parse(await terraform(program, folder, ["show", "-json", "plan"])) as Shown;
    return (read?.values?.root_module?.resources ?? []).flatMap(({ name: stack, values }) =>
      values.resource_tag_mapping_list.flatMap(({ resource_arn: arn, tags }) => {
        const found = kindOf(arn);
        return found === undefined ? [] : [{ stack, arn, tags, ...found }];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What an ARN names, and its id; undefined for a kind that Terraform does not create here, such as an instance of a group. */
export function kindOf(arn: string): Pick<Tagged, "kind" | "id"> | undefined {
  const [, , service, , , ...parts] = arn.split(":");
  const rest = parts.join(":");
  const kind = arnKinds.find((one) => one.service === service && rest.startsWith(one.begins));
  if (kind === undefined) return undefined;
  return { kind, id: kind.id === "arn" ? arn : rest.slice(kind.begins.length).replace(/:\*$/, "") };
}
