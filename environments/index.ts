import type { Environment } from "./environment";
import { production } from "./production";
import { staging } from "./staging";

/** Every environment that `cdktf synth` writes. */
export const environments: readonly Environment[] = [production, staging];
