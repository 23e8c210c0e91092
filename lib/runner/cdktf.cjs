/**
 * How cdktf is loaded, by the program (load.mjs) and, but for what is late, by Jest (__tests__/runtime.cjs). Its modules are extended, never replaced.
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

module.exports = { late, lateModule, stackTraceModule, withoutCreationTraces };
