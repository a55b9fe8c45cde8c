import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
  const versions = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };
  write(folder, {
    'package.json': `${JSON.stringify({ name: 'empty', private: true, scripts: { dev: 'next dev' }, dependencies: versions }, null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify({ compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, module: 'esnext', moduleResolution: 'bundler', target: 'ES2022', lib: ['dom', 'esnext'], jsx: 'react-jsx', isolatedModules: true, esModuleInterop: true, resolveJsonModule: true }, include: ['**/*.ts', '**/*.tsx'], exclude: ['node_modules'] })}\n`,
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
