// What an import rule cannot say: sizes, names, and where the outside world may be touched.
// Prints every breach as "path: reason" and exits 1 if there is one.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const MAX_FILE_LINES = 300;
const MAX_TEST_LINES = 600;
const MAX_FILES_PER_FOLDER = 20;
const VAGUE_NAME =
  /(^|[-/])(utils?|helpers?|common|misc|shared|lib|constants|base|managers?|services?)(?=[-./]|$)/;

/** Each pattern, the only files that may contain it, and why. */
const CONFINED = [
  [
    /\bprocess\.env\b/,
    /apps\/server\/src\/config\.ts$|apps\/cli\/src\/config\.ts$|sdks\/[^/]+\/src\/config\.ts$/,
    'environment is read in config.ts',
  ],
  [/\bnew Date\(\)|\bDate\.now\(\)/, /\/clock\.ts$/, 'time comes from a clock that a test can hold'],
  [
    /\bMath\.random\(|\bcrypto\.(randomUUID|getRandomValues)\(/,
    /\/random\.ts$/,
    'randomness comes from random.ts',
  ],
  [
    /\.code\(\d{3}\)|statusCode\s*=/,
    /-api\.ts$|apps\/server\/src\/http\//,
    'HTTP status belongs to the edge',
  ],
];

const tracked = (...globs) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...globs], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path && existsSync(path));

export function findBreaches(paths, read = (path) => readFileSync(path, 'utf8')) {
  const breaches = [];
  const report = (path, reason) => breaches.push(`${path}: ${reason}`);
  const sources = paths.filter(
    (path) => /^(apps|packages|sdks)\/[^/]+\/src\/.*\.tsx?$/.test(path) && !path.includes('/generated/'),
  );
  const isTest = (path) => /\.(test|test-d)\.tsx?$|\/testing\//.test(path);
  const filesIn =
    Map.groupBy?.(
      sources.filter((path) => !isTest(path)),
      dirname,
    ) ?? groupByFolder(sources.filter((path) => !isTest(path)));

  for (const path of sources) {
    const text = read(path);
    const lines = text.split('\n').length - 1;
    const limit = isTest(path) ? MAX_TEST_LINES : MAX_FILE_LINES;
    if (lines > limit) report(path, `${lines} lines, at most ${limit}`);
    const inside = path.replace(/^(apps|packages|sdks)\/[^/]+\/src\//, '');
    if (VAGUE_NAME.test(inside)) report(path, 'the name says nothing; name it after what it does');
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(basename(path))) report(path, 'file names are kebab-case');
    if (isTest(path)) continue;
    const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    for (const [pattern, allowed, reason] of CONFINED)
      if (pattern.test(code) && !allowed.test(path)) report(path, reason);
  }
  for (const [folder, files] of filesIn)
    if (files.length > MAX_FILES_PER_FOLDER)
      report(folder, `${files.length} files, at most ${MAX_FILES_PER_FOLDER}`);
  for (const feature of new Set(
    sources.flatMap((path) => path.match(/^apps\/server\/src\/features\/[^/]+(?=\/)/) ?? []),
  ))
    if (!sources.includes(`${feature}/index.ts`))
      report(feature, 'a feature shows its public face in index.ts');
  return breaches;
}

/** Map.groupBy for Node 20. */
function groupByFolder(paths) {
  const groups = new Map();
  for (const path of paths) groups.set(dirname(path), [...(groups.get(dirname(path)) ?? []), path]);
  return groups;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const breaches = findBreaches(tracked());
  console.log(breaches.length ? breaches.join('\n') : 'architecture: no breach');
  process.exitCode = breaches.length ? 1 : 0;
}
