import { optionOf } from "../../../applications/variables";
import { declaredLabels } from "../../../applications/declared";
import type { ApplicationKind, Setting } from "../../../applications/kind";
import { applicationKind, applicationKindNames, type ApplicationKindName } from "../../../applications/kinds";
import { isRecord, type Container } from "../../../packages/terraform-json";
import { numberOf } from "../../../packages/aws-policies/values";
import { commandOf, secretsOf, variablesOf } from "./ecs";
import { goodJobThreads, runsGoodJobInPuma } from "./good-job";

/** What a container states by one of the docker labels in `applications/declared.ts`. */
export function declaredBy({ dockerLabels }: Container, fact: keyof typeof declaredLabels): string | undefined {
  const value = isRecord(dockerLabels) ? dockerLabels[declaredLabels[fact]] : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Kinds of the application in a container: declared, else by its command, else by variables that only one kind has. */
export function kindsOf(container: Container): readonly ApplicationKindName[] {
  const declared = declaredBy(container, "kinds")
    ?.split(",")
    .flatMap((name) => applicationKindNames.filter((kind) => kind === name.trim()));
  if (declared !== undefined && declared.length > 0) return declared;
  const command = commandOf(container);
  const names = new Set([...variablesOf(container).keys(), ...secretsOf(container).map(({ name }) => name)]);
  const byCommand = specific((kind) => kind.command?.test(command) === true);
  const found = byCommand ?? specific(({ variables = [] }) => variables.some((name) => names.has(name)));
  if (found === undefined) return [];
  return runsGoodJobInPuma(container) && found === "rails" ? [found, "good-job"] : [found];
}

/** The first kind of the table that matches. */
const specific = (matches: (kind: ApplicationKind) => boolean): ApplicationKindName | undefined =>
  applicationKindNames.find((name) => {
    const kind = applicationKind(name);
    return kind !== undefined && matches(kind);
  });

/** The value that a setting of a kind has in a container; undefined where it has to be declared. */
export function settingOf(container: Container, kind: ApplicationKind, setting: Setting): number | undefined {
  const { options = [], variables = [], otherwise, unseen } = setting;
  const command = argumentsOf(container);
  const values = variablesOf(container);
  const given = [
    ...options.map((option) => optionOf(command, option)),
    ...variables.map((name) => values.get(name)),
  ].find((value) => value !== undefined && value !== "");
  if (given === "auto") return processorsOf(container);
  if (given !== undefined) return numberOf(given);
  return kind.command?.test(commandOf(container)) === true ? otherwise : unseen;
}

/** The command, and before it the arguments that gunicorn reads from a variable: what comes later counts. */
const argumentsOf = (container: Container): string =>
  `${variablesOf(container).get("GUNICORN_CMD_ARGS") ?? ""} ${commandOf(container)}`;

/** Puma's `auto` is one process for each processor, of which a container that reserves 2048 CPU units counts on 2. */
const processorsOf = ({ cpu }: Container): number => Math.ceil((numberOf(cpu) ?? 1024) / 1024);

/** Connections that a kind opens in one process of a container; undefined where nothing states them. */
export function connectionsOfThreads(container: Container, name: ApplicationKindName): number | undefined {
  const kind = applicationKind(name);
  if (kind?.connections === undefined || kind.undecided?.test(argumentsOf(container)) === true) return undefined;
  // Its threads depend on the queues, which no single setting states.
  const threads = name === "good-job" ? goodJobThreads(container) : settingOf(container, kind, kind.connections);
  return threads === undefined ? undefined : threads + (kind.connectionsBeside ?? 0);
}
