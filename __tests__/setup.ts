import { registerMatchers } from "./matchers/register";

registerMatchers();
