/**
 * Refuses a Node.js that is older than `engines` in package.json names, in one line instead of a syntax error.
 *
 * An entry file requires this before anything else. It must parse and run on every Node.js, so nothing in it is newer than ES2015.
 */
const minimum = require("../../package.json").engines.node.match(/(\d+)\.(\d+)/);
const running = process.versions.node.split(".");
const older =
  Number(running[0]) < Number(minimum[1]) ||
  (Number(running[0]) === Number(minimum[1]) && Number(running[1]) < Number(minimum[2]));

if (older) {
  console.error(
    "Node.js " + process.versions.node + " is too old; install Node.js " + minimum[0] + " or newer, for example 24",
  );
  process.exit(1);
}
