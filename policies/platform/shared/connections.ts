import { applicationKind } from "../../../applications/kinds";
import type { Container } from "../../../packages/terraform-json";
import { numberOf } from "../../../packages/aws-policies/values";
import { connectionsOfThreads, declaredBy, kindsOf, settingOf } from "./application";
import { variablesOf } from "./ecs";

/** Connections that one container may open. */
export interface Connections {
  /** Undefined: nothing states how many. */
  readonly count: number | undefined;
  /** How the number comes about, or whose it would be: "web 5 x 2 processes". */
  readonly summary: string;
}

/**
 * Connections of one container to a database.
 *
 * What the container declares counts as it is; a pool that is set (`DB_POOL`) counts for each process. Else it is what the kinds of the
 * application in it document, by the table in `applications/kinds.ts`; a kind without a rule, and a container of no known kind, has to
 * declare it.
 */
export function connectionsOf(container: Container): Connections {
  const { name } = container;
  const declared = numberOf(declaredBy(container, "connections"));
  if (declared !== undefined) return { count: declared, summary: `${name} ${declared}` };
  const kinds = kindsOf(container);
  const each =
    numberOf(variablesOf(container).get("DB_POOL")) ?? sum(kinds.map((kind) => connectionsOfThreads(container, kind)));
  const [main] = kinds;
  const kind = main === undefined ? undefined : applicationKind(main);
  const processes = kind?.processes === undefined ? 1 : settingOf(container, kind, kind.processes);
  if (each === undefined || processes === undefined) return { count: undefined, summary: name };
  const many = Math.max(1, processes);
  return { count: each * many, summary: `${name} ${each}${many === 1 ? "" : ` x ${many} processes`}` };
}

/** Undefined where there are none, or one of them is unknown. */
const sum = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.length === 0
    ? undefined
    : numbers.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
