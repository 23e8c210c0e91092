/**
 * How cdktf is loaded, by the program (load.mjs) and, but for what is late, by Jest (__tests__/runtime.cjs). Its modules are extended, never replaced; one is bundled with less work in it.
 */

/** Half of loading cdktf is loading `archiver`, which this module imports and only an asset of type ARCHIVE needs. */
const lateModule = "cdktf/lib/private/fs";

/** A module that is loaded when something of it is first used. */
const late = (load) => new Proxy({}, { get: (_, name) => (name === "__esModule" ? true : load()[name]) });

const stackTraceModule = "cdktf/lib/tokens/private/stack-trace";

/**
 * cdktf records a stack trace for every token it makes, to show where it came from when it cannot be resolved: a tenth of a synth,
 * two thirds of one in Jest. The traces of errors are untouched.
 *
 * @param stackTrace exports of `stackTraceModule`; cdktn's make the traces of tokens by `captureCreationStack`
 */
function withoutCreationTraces(stackTrace) {
  for (const name of ["captureStackTrace", "captureCreationStack"]) {
    if (name in stackTrace) stackTrace[name] = () => [];
  }
}

/**
 * Whether a value is no token and holds none, by its looks: a string with one has a brace, or a number with an exponent, and a number that
 * is one is far below zero.
 */
function holdsNoToken(value) {
  return typeof value === "string"
    ? !value.includes("{") && !value.includes("e+") && !value.endsWith("Map Token Value")
    : typeof value === "boolean" || (typeof value === "number" && value > -1e8);
}

/**
 * The source of cdktf's `resolve` with what holds no token left as it is: cdktf makes a context, of several objects and functions, for every
 * value and every key, a tenth of a synth. A source that is written in another way stays as it is.
 */
const quickResolve = (source) =>
  `${source
    .replace("makeContext()[0].resolve(key)", "holdsNoToken(key) ? key : $&")
    .replace("makeContext(key)[0].resolve(obj[key])", "holdsNoToken(obj[key]) ? obj[key] : $&")
    .replace("makeContext(`${i}`)[0].resolve(x)", "holdsNoToken(x) ? x : $&")}\n${holdsNoToken.toString()}`;

module.exports = { holdsNoToken, late, lateModule, quickResolve, stackTraceModule, withoutCreationTraces };
