// Writes docs/compatibility.md from what the server's tests saw when they last ran on PostgreSQL; with --check, says
// instead whether the committed page, the deviations and the plans are current, and exits 1 when they are not.
import { readFileSync, writeFileSync } from 'node:fs';
import { pageFile, renderCompatibility } from './compatibility-page.ts';
import { complaintsAboutDeviations } from './deviations.ts';
import { complaintsAboutPlans } from './plans.ts';
import { readSeenAnswers } from './seen-answers.ts';

const RENEWAL = "npm test -- 'server on PostgreSQL' && npm run docs:compatibility";
const seen = readSeenAnswers();
const complaints: string[] = [];
if (seen.length === 0) complaints.push(`No test has left an answer behind: ${RENEWAL}`);
else if (process.argv.includes('--check')) {
  complaints.push(...complaintsAboutDeviations(seen.flatMap(({ deviations }) => deviations)));
  complaints.push(...complaintsAboutPlans(seen));
  const lines = new Set(readFileSync(pageFile, 'utf8').split('\n'));
  const wanted = renderCompatibility(seen);
  if (wanted !== readFileSync(pageFile, 'utf8')) {
    complaints.push(
      `docs/compatibility.md is not what the tests saw. Renew it: ${RENEWAL}\nIt would have these lines:`,
    );
    complaints.push(...wanted.split('\n').filter((line) => !lines.has(line)));
  }
} else writeFileSync(pageFile, renderCompatibility(seen));
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
