import type { IncomingHttpHeaders } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../runtime/refusal.ts';
import type { ApiInstance } from '../api-instance.ts';

/** What a multipart body may hold besides its file. */
const LIMITS = { parts: 20, files: 5, fields: 20, fieldSize: 10_000, headerPairs: 50, headerSize: 8_192 };

/** The body of a route that takes one file: null when the part is not there. */
export interface FileBody {
  readonly file: Buffer | null;
}

/**
 * Makes the routes of a scope take a file: `multipart/form-data` with a part of this name, or the bare bytes
 * as `application/octet-stream` where `octets` says what to make of them. Every other type is 415.
 */
export function addFileParsers(
  scope: ApiInstance,
  { name, octets }: { name: string; octets?: (body: Buffer) => Buffer },
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer): Promise<FileBody> => ({
      file: await fileOf(request.headers, body, name),
    }),
  );
  if (octets)
    scope.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer' },
      async (_: FastifyRequest, body: Buffer): Promise<FileBody> => ({ file: octets(body) }),
    );
}

/** The first file with that name. Throws Refusal `request_body_invalid`. */
function fileOf(headers: IncomingHttpHeaders, body: Buffer, wanted: string): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    let file: Buffer | null = null;
    try {
      const parser: BusboyInstance = new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
      parser.on('file', (name, stream) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', () => reject(unfinished()));
        stream.on('end', () => {
          if (name === wanted) file ??= Buffer.concat(chunks);
        });
      });
      parser.on('error', () => reject(unfinished()));
      parser.on('finish', () => resolve(file));
      parser.end(body);
    } catch {
      reject(unfinished()); // No boundary in the content type.
    }
  });
}

const unfinished = () =>
  new Refusal('request_body_invalid', {
    format: 'multipart form data',
    reason: 'a part or the boundary is missing, or the body ends too early',
  });
