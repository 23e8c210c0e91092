/** What a golden plan file holds: each stack's configuration, and for those that were planned the plan, or the output of Terraform when it failed. */
export interface Recording {
  /** ISO day; waivers are judged as of it. */
  readonly day: string;
  readonly stacks: Readonly<
    Record<string, { readonly configuration: string; readonly plan?: string; readonly log?: string }>
  >;
}
