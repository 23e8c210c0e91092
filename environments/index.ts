import type { Environment } from "../modules/platform/environment";
import { production } from "./production";
import { staging } from "./staging";

/** Every environment that `cdktf synth` writes. */
export const environments: readonly Environment[] = [production, staging];
