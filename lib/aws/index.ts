/** How every command talks to AWS. */
export { checkAccount } from "./account";
export { clientConfig, type ClientConfig } from "./client";
export { describedAtOnce, everyPage, inBatches, type Page } from "./pages";
export { awsError, describe, nameOf, statusOf } from "./errors";
