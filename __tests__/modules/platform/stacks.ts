import { defineEnvironment } from "../../../modules/platform/environment";
import { Platform } from "../../../modules/platform";
import { synthesize } from "../../../packages/jest-terraform";
import { changed, type Change } from "../../fixtures/shop";

/** The synthesized stacks of the changed shop. */
export function platform(change: Change) {
  const app = synthesize((root) => void new Platform(root, defineEnvironment(changed(change))));
  return {
    foundation: app.stack("production-foundation"),
    data: app.stack("production-data"),
    service: app.stack("production-service"),
  };
}
