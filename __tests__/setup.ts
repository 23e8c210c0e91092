/**
 * Before every test file. Imports one small module of cdktf, so that a test without constructs does not pay for loading it.
 */
import { late, lateModule, stackTraceModule, withoutCreationTraces } from "../lib/runner/cdktf.cjs";
import { registerMatchers } from "../packages/jest-terraform/register";

registerMatchers();

// Programs write plain text in tests: with CI=true, picocolors would colour it even where nobody watches.
process.env.NO_COLOR = "1";

// As the program loads it.
withoutCreationTraces(jest.requireActual(stackTraceModule));
jest.doMock(lateModule, () => late(() => jest.requireActual(lateModule)));
