export { isCrossStackOutput, knownSecrets, withoutIndex, type Source } from "./collect";
export { KnownSecrets } from "./known";
export { changedSecret, Redactor, secret, type Sides } from "./redactor";
