/**
 * Tries out many random systems, and prints how often the proof and the simulation agreed or not; exits with 1 where a proven one
 * stops: `node lib/runner/run.mjs __tests__/rollout/system/many.ts 20000 [seed]`.
 */
import { tally } from "./agreement";

const [systems = "20000", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const result = tally(Number(systems), Number(seed), 6);
process.stdout.write(`${JSON.stringify({ systems: Number(systems), seed: Number(seed), ...result }, null, 2)}\n`);
process.exitCode = result.wrong === undefined ? 0 : 1;
