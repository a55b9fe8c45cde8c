import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repository, withoutOurs } from '../harness/index.ts';
import { type FencedBlock, wordOf } from '../reading/fenced-blocks.ts';

const execute = promisify(execFile);

/** An empty Next.js app outside the repository, as `create-next-app` leaves one: Next and React, no SDK. */
export function makeEmptyNextApp(example: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-reader-'));
  const installed = join(example, 'node_modules');
  for (const name of readdirSync(installed))
    if (name !== '@bartleby' && name !== '.package-lock.json')
      cpSync(join(installed, name), join(folder, 'node_modules', name), {
        recursive: true,
        verbatimSymlinks: true,
      });
  // All of what create-next-app leaves: without TypeScript, `next dev` would fetch it while the first page waits.
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(example, 'package.json'), 'utf8'),
  ) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const foreign = Object.entries(dependencies).filter(([name]) => !name.startsWith('@bartleby/'));
  const manifest = {
    name: 'empty',
    private: true,
    scripts: { dev: 'next dev' },
    dependencies: Object.fromEntries(foreign),
    devDependencies,
  };
  write(folder, {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'tsconfig.json': readFileSync(join(example, 'tsconfig.json'), 'utf8'),
    'app/layout.tsx':
      'export default function Layout({ children }: { children: React.ReactNode }) {\n  return (\n    <html lang="en">\n      <body>{children}</body>\n    </html>\n  );\n}\n',
    'app/page.tsx': 'export default function Page() {\n  return <p>An empty app.</p>;\n}\n',
  });
  return folder;
}

/**
 * Does what a section of the README says, by its fenced blocks alone and in their order: files are written
 * into the app, commands run where their block says (`app`, or `repository`).
 * @param serverUrl stands where the README has the default address
 * @param leaveOut commands that do not end by themselves
 * @returns what each command printed, by command
 */
export async function followBlocks(
  blocks: FencedBlock[],
  {
    app,
    serverUrl,
    dataDir,
    leaveOut,
  }: { app: string; serverUrl: string; dataDir: string; leaveOut: string[] },
): Promise<Map<string, string>> {
  const printed = new Map<string, string>();
  const env = { ...withoutOurs(process.env), BARTLEBY_DATA_DIR: dataDir } as NodeJS.ProcessEnv;
  for (const block of blocks) {
    const file = wordOf(block, 'file');
    if (file !== null) {
      write(app, { [file]: block.code });
      continue;
    }
    const command = block.code.trim();
    if (leaveOut.includes(command)) continue;
    const cwd = { app, repository }[block.words];
    if (!cwd) throw new Error(`README.md line ${block.line}: where does one run "${command}"?`);
    const { stdout } = await execute('sh', ['-c', command.replace('http://localhost:1853', serverUrl)], {
      cwd,
      env,
      timeout: 180_000,
    });
    printed.set(command, stdout);
  }
  return printed;
}

function write(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Removes what a reader made. */
export const clearAway = (folder: string) => rmSync(folder, { recursive: true, force: true });
