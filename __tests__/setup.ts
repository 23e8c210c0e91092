/** Before every test file. */
import { registerMatchers } from "../packages/jest-terraform/register";

registerMatchers();

// Programs write plain text in tests: with CI=true, picocolors would colour it even where nobody watches.
process.env.NO_COLOR = "1";
