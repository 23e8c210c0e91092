/** Synthesizes every environment with the lane's packages: `CDKTF_OUTDIR=FOLDER node lane/synth.mjs`. */
import "./context.cjs";
import packages from "./packages.cjs";
import { run } from "../lib/runner/load.mjs";

void run("main.ts", [], {
  lane: { name: ".lane", packages, lockfile: "lane/node_modules/.package-lock.json" },
});
