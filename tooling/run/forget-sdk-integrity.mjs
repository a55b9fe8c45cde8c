// The SDK tarballs are built here, so their bytes change with every change of a source. An example's lock file
// must not pin them: run this after `npm install` in an example, before the lock file is committed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps.mjs';

for (const name of ['nextjs', 'express']) {
  const path = join(root, 'examples', name, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  for (const [folder, entry] of Object.entries(lock.packages))
    if (folder.startsWith('node_modules/@bartleby/')) delete entry.integrity;
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
