/**
 * Before every test file. Imports nothing of cdktf, so that a test without constructs does not pay for loading it.
 */
import { registerMatchers } from "../packages/jest-terraform/register";

registerMatchers();

// Programs write plain text in tests: with CI=true, picocolors would colour it even where nobody watches.
process.env.NO_COLOR = "1";

// cdktf takes the whole stack for every token it makes, to show where it came from when it cannot be resolved; that is two thirds
// of a synth under jest.
jest.mock("cdktf/lib/tokens/private/stack-trace", () => ({ captureStackTrace: () => [] }));

// Half of loading cdktf is loading archiver, which only an asset of type ARCHIVE needs; so it is loaded when one does.
jest.mock("cdktf/lib/private/fs", () => {
  const actual = () => jest.requireActual<Record<string | symbol, unknown>>("cdktf/lib/private/fs");
  return new Proxy({}, { get: (_, name) => (name === "__esModule" ? true : actual()[name]) });
});
