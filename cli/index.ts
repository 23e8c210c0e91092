import adopt from "./adopt";
import apply from "./apply";
import bootstrap from "./bootstrap";
import deploy from "./deploy";
import destroy from "./destroy";
import diff from "./diff";
import drift from "./drift";
import emulator from "./emulator";
import image from "./image";
import plan from "./plan";
import policies from "./policies";
import { completion } from "./program/completion";
import { programOf } from "./program/execute";
import type { CommandDefinition } from "./program/types";
import prove from "./prove";
import release from "./release";
import review from "./review";
import rollback from "./rollback";
import runTaskServer from "./run-task-server";
import start from "./start";
import status from "./status";
import synth from "./synth";
import task from "./task";

const others: readonly CommandDefinition[] = [
  start,
  emulator,
  bootstrap,
  adopt,
  synth,
  diff,
  deploy,
  plan,
  review,
  apply,
  destroy,
  release,
  rollback,
  task,
  runTaskServer,
  status,
  policies,
  prove,
  drift,
  image,
];

/** Every command, in the order in which they are listed. */
export const commands: readonly CommandDefinition[] = [...others, completion(() => commands)];

export default programOf(commands);
