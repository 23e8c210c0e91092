import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fieldsAt } from "../../../../modules/platform/environment/fields";
import { schema } from "../../../../modules/platform/environment/schema";
import { projectRoot } from "../../../../lib/root";
import { Source } from "../../../../scripts/reference/source";
import { notReached, reaches, type Reach } from "./constructs";

const modulesFolder = join(projectRoot(), "modules");

/** Parts of swc's nodes that are read here. */
interface Type {
  readonly type: string;
  readonly types?: readonly Type[];
  readonly members?: readonly Member[];
  readonly typeAnnotation?: Type;
  readonly typeName?: { readonly value: string };
  readonly typeParams?: { readonly params: readonly Type[] };
}
interface Member {
  readonly type: string;
  readonly key?: { readonly value: string };
  readonly typeAnnotation?: { readonly typeAnnotation: { readonly kind?: string } };
}
interface Declaration {
  readonly type: string;
  readonly id?: { readonly value: string };
  readonly body?: { readonly body: readonly Member[] };
  readonly extends?: readonly { readonly expression: { readonly value: string } }[];
  readonly typeAnnotation?: Type;
}

/** The types that a module declares, by name. */
function declarationsOf(module: string): ReadonlyMap<string, Declaration> {
  const folder = join(modulesFolder, module);
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const items = files.flatMap((file) => new Source(join(folder, file)).items) as unknown as Declaration[];
  return new Map(
    items.flatMap((item) => {
      const { declaration = item } = item as { readonly declaration?: Declaration };
      const name = declaration.id?.value;
      return name !== undefined && declaration.type.startsWith("Ts") ? [[name, declaration] as const] : [];
    }),
  );
}

const modules = new Map(
  readdirSync(modulesFolder)
    .filter((name) => name !== "platform" && name !== "shared" && existsSync(join(modulesFolder, name, "index.ts")))
    .map((name) => [name, declarationsOf(name)]),
);

/** Names of the props of a type, also of those that it is made of. */
function propsOf(module: string, name: string): readonly string[] {
  const declared = modules.get(module)?.get(name);
  if (declared === undefined) return [];
  const parents = (declared.extends ?? []).flatMap(({ expression }) => propsOf(module, expression.value));
  return [
    ...new Set([...parents, ...namesOf(declared.body?.body ?? []), ...membersOf(module, declared.typeAnnotation)]),
  ];
}

const namesOf = (members: readonly Member[]) =>
  members.flatMap(({ type, key, typeAnnotation }) =>
    type === "TsPropertySignature" && key !== undefined && typeAnnotation?.typeAnnotation.kind !== "never"
      ? [key.value]
      : [],
  );

function membersOf(module: string, type: Type | undefined): readonly string[] {
  if (type === undefined) return [];
  const { types = [], members = [], typeAnnotation, typeName, typeParams } = type;
  const named = typeName === undefined ? [] : propsOf(module, typeName.value);
  return [
    ...named,
    ...namesOf(members),
    ...[...types, ...(typeParams?.params ?? [])].flatMap((one) => membersOf(module, one)),
    ...(type.type === "TsParenthesizedType" ? membersOf(module, typeAnnotation) : []),
  ];
}

const fields = (path: string) => fieldsAt(schema, path.split("."));

function isField(path: string): boolean {
  const steps = path.split(".");
  return fieldsAt(schema, steps.slice(0, -1)).includes(steps.at(-1) ?? "");
}

const titled = (reach: Reach) => `${reach.props.join(".")} at ${reach.at}`;

test.each(reaches.map((reach) => [titled(reach), reach] as const))(
  "every prop of %s is a field, is reached by another, or is decided by the platform",
  (_, { props: [module, name], at, by = {}, decided = {} }) => {
    const props = propsOf(module, name);
    expect(props).not.toEqual([]);
    const known = [...fields(at), ...Object.keys(by), ...Object.keys(decided)];
    expect(props.filter((prop) => !known.includes(prop))).toEqual([]);
    expect(Object.values(by).filter((path) => !isField(path))).toEqual([]);
    // A row that explains a prop that is gone is removed with it.
    expect([...Object.keys(by), ...Object.keys(decided)].filter((prop) => !props.includes(prop))).toEqual([]);
  },
);

test("the props of every construct are looked at", () => {
  const all = [...modules].flatMap(([module, declared]) => {
    const [index] = [new Source(join(modulesFolder, module, "index.ts"))];
    const text = JSON.stringify(index.items);
    return [...declared.keys()]
      .filter((name) => name.endsWith("Props") && text.includes(`"${name}"`))
      .map((name) => `${module}.${name}`);
  });
  const known = [...reaches.map(({ props }) => props.join(".")), ...Object.keys(notReached)];
  expect(all.filter((name) => !known.includes(name))).toEqual([]);
});

test("a new prop without a field would be noticed", () => {
  expect(propsOf("task-definition", "ContainerOptions")).toContain("pseudoTerminal");
  expect(fields("services.*.containers.*")).not.toContain("newOption");
  expect(propsOf("alb", "LoadBalancerProps").every((prop) => fields("loadBalancer").includes(prop))).toBe(false);
});
