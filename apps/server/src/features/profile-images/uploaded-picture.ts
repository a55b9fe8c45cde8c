import { Refusal } from '../../runtime/refusal.ts';

/** `data:image/png;base64,…`, as apps without files send a picture (frontend-api.md 1.2). */
const DATA_URL = /^data:[\w.+/-]{0,100};base64,/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}\s*$/;

/**
 * The bytes of an `application/octet-stream` body: a picture as it is, or its base64 text with or without the
 * head of a data URL. No picture begins with base64 text, so the two cannot be confused.
 * @throws Refusal request_body_invalid for a data URL that is no base64
 */
export function pictureOfOctets(body: Buffer): Buffer {
  const head = DATA_URL.exec(body.subarray(0, 200).toString('latin1'))?.[0] ?? '';
  const text = body.subarray(head.length).toString('latin1');
  if (BASE64.test(text)) return Buffer.from(text, 'base64');
  if (head === '') return body;
  throw new Refusal('request_body_invalid', {
    format: 'a data URL',
    reason: 'what follows the comma is no base64',
  });
}
