import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const BLOCK_BYTES = 512;
const MANIFEST = 'package/package.json';
const OUR_SCOPE = '@bartleby/';

/**
 * SDK tarballs as this server gives them out: dependencies on our other SDKs point at this server, so that
 * `npm install <server>/sdk/nextjs.tgz` resolves them without any registry name. Made once per built file.
 */
export class SdkTarballs {
  readonly #made = new Map<string, { readonly modifiedAt: number; readonly bytes: Buffer }>();
  readonly #folder: string;
  readonly #serverUrl: string;

  constructor(folder: string, serverUrl: string) {
    this.#folder = folder;
    this.#serverUrl = serverUrl;
  }

  /** The tarball of `<name>.tgz`, or null when there is none. `name` is a plain word. */
  async find(name: string): Promise<Buffer | null> {
    const path = join(this.#folder, `${name}.tgz`);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return null;
    const before = this.#made.get(name);
    if (before?.modifiedAt === found.mtimeMs) return before.bytes;
    const archive = withManifest(gunzipSync(await readFile(path)), (text) =>
      pointAtServer(text, this.#serverUrl),
    );
    const bytes = gzipSync(archive);
    this.#made.set(name, { modifiedAt: found.mtimeMs, bytes });
    return bytes;
  }
}

/** Dependencies on `@bartleby/<name>` become `<serverUrl>/sdk/<name>.tgz`. */
function pointAtServer(manifest: string, serverUrl: string): string {
  const parsed = JSON.parse(manifest) as Record<string, Record<string, string> | undefined>;
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies']) {
    const dependencies = parsed[kind];
    for (const name of Object.keys(dependencies ?? {}))
      if (name.startsWith(OUR_SCOPE))
        dependencies![name] = `${serverUrl}/sdk/${name.slice(OUR_SCOPE.length)}.tgz`;
  }
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

/** The tar archive with its manifest changed (POSIX.1-2001 ustar: header and content in blocks of 512 bytes). */
function withManifest(archive: Buffer, change: (text: string) => string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < archive.length; ) {
    const header = archive.subarray(at, at + BLOCK_BYTES);
    const size = Number.parseInt(textOf(header, 124, 12), 8) || 0;
    const end = at + BLOCK_BYTES + blocks(size);
    if (textOf(header, 0, 100) === MANIFEST) {
      const content = archive.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + size).toString('utf8');
      parts.push(...entry(header, Buffer.from(change(content), 'utf8')));
    } else parts.push(archive.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

const blocks = (size: number): number => Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;

const textOf = (header: Buffer, start: number, length: number): string =>
  header.toString('latin1', start, start + length).replace(/[\0 ].*$/s, '');

/** The header with the content's size and a checksum that fits (summed with the checksum field blank). */
function entry(header: Buffer, content: Buffer): Buffer[] {
  const own = Buffer.from(header);
  own.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  own.write(' '.repeat(8), 148, 'latin1');
  const sum = own.reduce((total, byte) => total + byte, 0);
  own.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return [own, content, Buffer.alloc(blocks(content.length) - content.length)];
}
