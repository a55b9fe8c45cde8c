// `npm test`: installs what is missing, builds, runs every suite, one line each. The last line carries the
// true totals; a suite that did not run, or ran no test, counts as a failure.
import { checkNodeVersion } from './run/node-version.mjs';

const complaint = checkNodeVersion(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exit(1);
}
import('./run/test-everything.mjs').then((module) => module.testEverything(process.argv.slice(2)));
