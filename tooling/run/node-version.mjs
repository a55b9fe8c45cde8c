/** The oldest Node that runs us; the same figure stands in package.json under "engines". */
export const OLDEST_NODE = '20.19.0';

/** One sentence that says what to do when `version` is too old, else null. */
export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `Bartleby needs Node ${OLDEST_NODE} or newer, and this is Node ${version}: install a current Node and run the command again.`;
}
