/** A multipart body with one file, as browsers make it: the content type, and the bytes. */
export function multipartBody(
  file: Uint8Array,
  { name = 'file', filename = 'picture.png', type = 'image/png' } = {},
): { type: string; payload: Buffer } {
  const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    payload: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
