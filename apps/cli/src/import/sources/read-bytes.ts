import { createReadStream, statSync } from 'node:fs';
import { Complaint } from '../../complaint.ts';

/** A file's bytes in pieces, without a byte order mark, and how much of it was read. */
export interface ByteReader {
  chunks(): AsyncGenerator<Buffer>;
  progress(): number | null;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Throws Complaint for what is not there, is a folder, or is UTF-16. */
export function readBytes(path: string): ByteReader {
  const { size } = fileStats(path);
  let read = 0;
  async function* chunks() {
    let first = true;
    for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      let chunk = piece as Buffer;
      read += chunk.length;
      if (first) {
        if ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff))
          throw new Complaint(`${path} is UTF-16: save it as UTF-8 and run this again.`);
        if (chunk.subarray(0, 3).equals(UTF8_MARK)) chunk = chunk.subarray(3);
        first = false;
      }
      if (chunk.length > 0) yield chunk;
    }
  }
  return { chunks, progress: () => (size === 0 ? 1 : read / size) };
}

function fileStats(path: string) {
  try {
    const stats = statSync(path);
    if (stats.isFile()) return stats;
  } catch {
    throw new Complaint(`There is no file ${path}.`);
  }
  throw new Complaint(`${path} is no file.`);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that these bytes are in UTF-8; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
