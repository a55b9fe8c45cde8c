// Turns docs/guides/*.md into docs/dist: static pages that the server serves at /docs, with nothing fetched
// from elsewhere and nothing inline, so that they work offline and under the strict CSP.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../run/steps.mjs';
import { createRenderer } from './markdown.mjs';
import { renderIndex, renderPage } from './page.mjs';

const guides = join(root, 'docs/guides');
const target = join(root, 'docs/dist');

/** Every guide: front matter, Markdown source and when it last changed, in reading order. */
export function readGuides() {
  return readdirSync(guides)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const path = join(guides, name);
      const [, head = '', source = ''] =
        /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(path, 'utf8')) ?? [];
      const fields = Object.fromEntries(head.split('\n').map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
      for (const field of ['title', 'description', 'order'])
        if (!fields[field]) throw new Error(`docs/guides/${name}: the front matter has no ${field}`);
      return {
        slug: basename(name, '.md'),
        ...fields,
        order: Number(fields.order),
        source,
        updated: lastChange(path),
      };
    })
    .sort((a, b) => a.order - b.order);
}

/** The day of the file's last commit; without a repository, of its last change. */
function lastChange(path) {
  try {
    const day = execFileSync('git', ['log', '-1', '--format=%cs', '--', path], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
    if (day) return day;
  } catch {
    // An unpacked archive has no history.
  }
  return statSync(path).mtime.toISOString().slice(0, 10);
}

function build() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const all = readGuides();
  const renderer = createRenderer();
  for (const guide of all)
    writeFileSync(join(target, `${guide.slug}.html`), renderPage(guide, all, renderer));
  writeFileSync(join(target, 'index.html'), renderIndex(all));
  for (const name of ['docs.css', 'docs.js', 'favicon.svg'])
    cpSync(join(import.meta.dirname, 'assets', name), join(target, name));
  if (existsSync(join(root, 'docs/pictures')))
    cpSync(join(root, 'docs/pictures'), join(target, 'pictures'), { recursive: true });
}

if (import.meta.url === `file://${process.argv[1]}`) build();
