/** The picture that a user uploaded, as it is stored and served. */
export interface ProfileImage {
  readonly instanceId: string;
  /** Part of its public address, and not to be guessed. Another picture has another id. */
  readonly id: string;
  readonly userId: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly createdAt: Date;
}

/** What the published profile page lets people choose: ten megabytes (frontend-api.md 5.14, `avatar_*`). */
export const MAX_UPLOAD_BYTES = 10_000_000;

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp';

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.subarray(start, end)).toString('latin1');

/**
 * The format by the first bytes alone: names and declared types say what they like.
 * @returns null for everything that is not shown as a profile picture; SVG is a program and never shown.
 */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat | null {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png'; // PNG 1.2 §3.1
  if (ascii(bytes, 0, 3) === '\xff\xd8\xff') return 'jpeg'; // ITU-T T.81 annex B.1
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'gif'; // GIF89a §17
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'; // RFC 9649 §2.4
  return null;
}
