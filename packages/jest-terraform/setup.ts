/** For `setupFilesAfterEnv`: adds the matchers to every test file. */
import { registerMatchers } from "./index";

registerMatchers();
