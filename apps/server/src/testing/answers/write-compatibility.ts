// Writes docs/compatibility.md from what the server's tests saw when they last ran; with --check, says instead
// whether the committed page and the list of deviations are current, and exits 1 when they are not.
//   npm test -- 'server on PostgreSQL' && npm run docs:compatibility
import { readFileSync, writeFileSync } from 'node:fs';
import { pageFile, renderCompatibility } from './compatibility-page.ts';
import { noLongerSeen } from './deviations.ts';
import { readSeenAnswers } from './seen-answers.ts';

const seen = readSeenAnswers();
const complaints: string[] = [];
if (seen.length === 0)
  complaints.push("No test has left an answer behind: run npm test -- 'server on PostgreSQL' first.");
else if (process.argv.includes('--check')) {
  for (const gone of noLongerSeen(seen.flatMap(({ deviations }) => deviations)))
    complaints.push(`No longer seen, strike it off conformance/openapi/deviations.json: ${gone}`);
  const lines = new Set(readFileSync(pageFile, 'utf8').split('\n'));
  const wanted = renderCompatibility(seen);
  if (wanted !== readFileSync(pageFile, 'utf8')) {
    complaints.push('docs/compatibility.md is not what the tests saw: run npm run docs:compatibility. Now:');
    complaints.push(...wanted.split('\n').filter((line) => !lines.has(line)));
  }
} else writeFileSync(pageFile, renderCompatibility(seen));
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
