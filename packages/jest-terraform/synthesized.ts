import type { Block, Configuration } from "../terraform-json";
import { select, selectOne, type Selector } from "./select";
import type { BlocksOf, TerraformClass, TerraformType } from "./types";

/** A warning or an information that a construct attached with `Annotations.of(construct)`. */
export interface Note {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

/** One stack as Terraform will read it. What `expect()` takes. */
export class SynthesizedStack {
  constructor(
    readonly configuration: Configuration,
    readonly notes: readonly Note[],
  ) {}

  get name(): string {
    return this.configuration.name;
  }

  /** The parsed `cdk.tf.json`. */
  get json(): Readonly<Record<string, unknown>> {
    return this.configuration.json;
  }

  /**
   * The one resource of a type.
   *
   * @throws when there is none, or several that `selector` does not tell apart
   */
  resource(type: TerraformType, selector: Selector = {}): Block {
    return selectOne([this.configuration], "resource", type, selector);
  }

  /** The one data source of a type; throws as `resource` does. */
  dataSource(type: TerraformType, selector: Selector = {}): Block {
    return selectOne([this.configuration], "data", type, selector);
  }

  /** All resources of a type, for `expect(stack.everyResource(S3Bucket)).toMatchProperties({ ... })`. */
  everyResource<Config>(type: TerraformClass<Config>, selector?: Selector): BlocksOf<Config>;
  everyResource(type: TerraformType, selector?: Selector): readonly Block[];
  everyResource(type: TerraformType, selector: Selector = {}): readonly Block[] {
    return select([this.configuration], "resource", type, selector);
  }
}

/** All stacks of one app, synthesized once. `expect(app)` looks through all of them. */
export class SynthesizedApp {
  constructor(readonly stacks: readonly SynthesizedStack[]) {}

  /** @throws when no stack has this name; the message lists those there are */
  stack(name: string): SynthesizedStack {
    const found = this.stacks.find((stack) => stack.name === name);
    if (found === undefined) {
      throw new Error(`no stack "${name}"; the app has ${this.stacks.map((stack) => stack.name).join(", ") || "none"}`);
    }
    return found;
  }

  /** All resources of a type in all stacks. */
  everyResource<Config>(type: TerraformClass<Config>, selector?: Selector): BlocksOf<Config>;
  everyResource(type: TerraformType, selector?: Selector): readonly Block[];
  everyResource(type: TerraformType, selector: Selector = {}): readonly Block[] {
    return select(
      this.stacks.map((stack) => stack.configuration),
      "resource",
      type,
      selector,
    );
  }
}
