import adopt from "./adopt";
import apply from "./apply";
import atlantis from "./atlantis";
import bootstrap from "./bootstrap";
import cost from "./cost";
import deploy from "./deploy";
import destroy from "./destroy";
import diff from "./diff";
import doctor from "./doctor";
import rehearse from "./rehearse";
import drift from "./drift";
import emulator from "./emulator";
import env from "./env";
import environments from "./environments";
import exec from "./exec";
import image from "./image";
import init from "./init";
import logs from "./logs";
import open from "./open";
import picture from "./picture";
import plan from "./plan";
import policies from "./policies";
import preview from "./preview";
import { completion } from "./program/completion";
import { programOf } from "./program/execute";
import type { CommandDefinition } from "./program/types";
import prove from "./prove";
import recover from "./recover";
import release from "./release";
import report from "./report";
import review from "./review";
import rollback from "./rollback";
import runTaskServer from "./run-task-server";
import runs from "./runs";
import secrets from "./secrets";
import start from "./start";
import rightSize from "./right-size";
import status from "./status";
import synth from "./synth";
import task from "./task";

const others: readonly CommandDefinition[] = [
  init,
  start,
  emulator,
  doctor,
  rehearse,
  bootstrap,
  adopt,
  atlantis,
  synth,
  diff,
  deploy,
  plan,
  review,
  apply,
  destroy,
  preview,
  release,
  rollback,
  recover,
  task,
  exec,
  secrets,
  runTaskServer,
  environments,
  status,
  rightSize,
  logs,
  runs,
  env,
  open,
  policies,
  prove,
  picture,
  cost,
  report,
  drift,
  image,
];

/** Every command, in the order in which they are listed. */
export const commands: readonly CommandDefinition[] = [...others, completion(() => commands)];

export default programOf(commands);
