import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { multipartBody } from '../../testing/multipart-body.ts';
import { type SignedInBrowser, signInTestUser } from '../../testing/signed-in-browser.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const picture = (width = 900, height = 600) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

type Upload = { type: string; payload: Buffer | string };

const upload = (cookies: Record<string, string>, { type, payload }: Upload) =>
  server.frontend('POST', '/v1/me/profile_image', {
    cookies,
    headers: { 'content-type': type },
    payload,
  });
const remove = (cookies: Record<string, string>) =>
  server.frontend('POST', '/v1/me/profile_image?_method=DELETE', { cookies, form: {} });
const userOf = async ({ user }: SignedInBrowser) =>
  (await server.backend('GET', `/v1/users/${user.id}`)).json();
const fetchImage = (url: string, headers: Record<string, string> = {}) => {
  const { pathname, search } = new URL(url);
  return server.inject({ url: pathname + search, headers: { host: 'localhost:1853', ...headers } });
};

describe('POST /v1/me/profile_image', () => {
  it.each(['png', 'jpeg', 'gif', 'webp'] as const)(
    '200: a %s, drawn anew, small, as WebP',
    async (format) => {
      const browser = await signInTestUser(server);
      const answer = await upload(
        browser.cookies,
        multipartBody(await picture().toFormat(format).toBuffer()),
      );
      expect(answer.statusCode).toBe(200);
      const { response, client } = answer.json();
      expect(response).toMatchObject({ object: 'image', id: expect.stringMatching(/^img_/) });
      const { user, public_user_data } = client.sessions[0];
      for (const shown of [user, public_user_data])
        expect(shown).toMatchObject({ image_url: response.public_url, has_image: true });
      expect(response.public_url.startsWith(server.instance.frontendApiUrl)).toBe(true);

      const image = await fetchImage(`${response.public_url}?width=160`);
      expect(image.statusCode).toBe(200);
      expect(image.headers).toMatchObject({
        'content-type': 'image/webp',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=86400, immutable',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(await sharp(image.rawPayload).metadata()).toMatchObject({
        format: 'webp',
        width: 512,
        height: 341,
      });
      const again = await fetchImage(response.public_url, { 'if-none-match': String(image.headers.etag) });
      expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
    },
  );

  it('200: as octets, as base64 and as a data URL', async () => {
    const browser = await signInTestUser(server);
    const bytes = await picture(20, 20).png().toBuffer();
    const base64 = bytes.toString('base64');
    for (const payload of [bytes, base64, `data:image/png;base64,${base64}`]) {
      const answer = await upload(browser.cookies, { type: 'application/octet-stream', payload });
      expect(answer.statusCode).toBe(200);
    }
    expect((await userOf(browser)).has_image).toBe(true);
  });

  it('200: nothing of the photo’s own notes is kept, and it stands upright', async () => {
    const browser = await signInTestUser(server);
    const photo = await picture(200, 100)
      .withExif({ IFD0: { Copyright: 'canary-of-exif' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const { response } = (await upload(browser.cookies, multipartBody(photo))).json();
    const kept = (await fetchImage(response.public_url)).rawPayload;
    expect(await sharp(kept).metadata()).toMatchObject({ width: 100, height: 200 });
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    expect(kept.includes('canary')).toBe(false);
  });

  it('200: what hides behind a picture does not come along', async () => {
    const browser = await signInTestUser(server);
    const polyglot = Buffer.concat([
      await picture(30, 30).png().toBuffer(),
      Buffer.from('<script>alert("canary")</script>PK\u0003\u0004'),
    ]);
    const { response } = (
      await upload(browser.cookies, multipartBody(polyglot, { filename: 'x.html', type: 'text/html' }))
    ).json();
    const kept = await fetchImage(response.public_url);
    expect(kept.headers['content-type']).toBe('image/webp');
    expect(kept.rawPayload.includes('script')).toBe(false);
  });

  it('200: another picture has another address, and the first is gone', async () => {
    const browser = await signInTestUser(server);
    const send = async () =>
      (await upload(browser.cookies, multipartBody(await picture(8, 8).png().toBuffer()))).json().response;
    const first = await send();
    const second = await send();
    expect(second.public_url).not.toBe(first.public_url);
    expect((await fetchImage(first.public_url)).statusCode).toBe(404);
    expect((await fetchImage(second.public_url)).statusCode).toBe(200);
  });

  it('401: a stranger, before anything is read', async () => {
    const answer = await upload({}, { type: 'multipart/form-data', payload: Buffer.alloc(0) });
    expect(answer.statusCode).toBe(401);
    expect(answer.json().errors[0].code).toBe('authentication_invalid');
  });

  it('429: the 61st within the hour', async () => {
    const browser = await signInTestUser(server);
    const none = { type: 'multipart/form-data; boundary=x', payload: '--x--\r\n' };
    const answers = await Promise.all(Array.from({ length: 61 }, () => upload(browser.cookies, none)));
    expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(1);
  });
});

describe('a hostile upload is refused and changes nothing', () => {
  let browser: SignedInBrowser;
  let before: unknown;
  beforeAll(async () => {
    browser = await signInTestUser(server);
    await upload(browser.cookies, multipartBody(await picture(40, 40).png().toBuffer()));
    before = await userOf(browser);
  });

  const png = () => picture(300, 300).png({ compressionLevel: 0 }).toBuffer();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const CASES: [string, () => Promise<Buffer>, [number, string]][] = [
    ['a PNG cut short', async () => (await png()).subarray(0, 4_000), [400, 'avatar_file_type_invalid']],
    ['a JPEG cut short', async () => cutInHalf(await picture().jpeg().toBuffer()), [400, 'avatar_file_type_invalid']],
    ['a WebP cut short', async () => cutInHalf(await noise().webp().toBuffer()), [400, 'avatar_file_type_invalid']],
    ['a PNG’s first bytes', async () => (await png()).subarray(0, 8), [400, 'avatar_file_type_invalid']],
    ['a PNG that says it is 30,000 pixels wide', async () => claiming(await png(), 30_000), [400, 'avatar_file_type_invalid']],
    ['a PNG that says it is 2 billion pixels wide', async () => claiming(await png(), 2 ** 31 - 1), [400, 'avatar_file_type_invalid']],
    ['a PNG without width', async () => claiming(await png(), 0), [400, 'avatar_file_type_invalid']],
    ['an SVG', async () => Buffer.from(svg), [400, 'avatar_file_type_invalid']],
    ['an SVG that is called PNG', async () => Buffer.from(`\ufeff<?xml version="1.0"?>${svg}`), [400, 'avatar_file_type_invalid']],
    ['HTML', async () => Buffer.from('<!doctype html><script>alert(1)</script>'), [400, 'avatar_file_type_invalid']],
    ['a GIF head with a program behind it', async () => Buffer.from('GIF89a/*<svg/onload=alert(1)>*/=1;alert(1)'), [400, 'avatar_file_type_invalid']],
    ['NULs', async () => Buffer.alloc(5_000), [400, 'avatar_file_type_invalid']],
    ['a TIFF', async () => picture(10, 10).tiff().toBuffer(), [400, 'avatar_file_type_invalid']],
    ['nothing', async () => Buffer.alloc(0), [422, 'form_param_missing']],
    ['10 MiB', async () => Buffer.concat([await png(), Buffer.alloc(10 * 1024 * 1024)]), [400, 'avatar_file_size_exceeded']],
    ['20 MB', async () => Buffer.alloc(20_000_000), [413, 'request_body_too_large']],
  ]; // biome-ignore format: a table

  it.each(CASES)('%s', async (_, bytes, expected) => {
    const answer = await upload(browser.cookies, multipartBody(await bytes()));
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual(expected);
    expect(await userOf(browser)).toEqual(before);
  });

  it.each([
    ['no file', multipartBody(Buffer.from('x'), { name: 'picture' }), [422, 'form_param_missing']],
    ['a broken data URL', { type: 'application/octet-stream', payload: 'data:image/png;base64,@@@' }, [400, 'request_body_invalid']],
    ['a form', { type: 'application/x-www-form-urlencoded', payload: 'file=x' }, [415, 'unsupported_content_type']],
    ['a bare image type', { type: 'image/png', payload: 'x' }, [415, 'unsupported_content_type']],
  ] as [string, Upload, [number, string]][])('%s', async (_, body, expected) => {
    const answer = await upload(browser.cookies, body);
    expect([answer.statusCode, answer.json().errors[0].code]).toEqual(expected);
    expect(await userOf(browser)).toEqual(before);
  }); // biome-ignore format: a table
});

describe('DELETE /v1/me/profile_image', () => {
  it('200: the picture is gone and the initials are back; 404 the second time', async () => {
    const browser = await signInTestUser(server, { firstName: 'Ada', lastName: 'Lovelace' });
    const { response } = (
      await upload(browser.cookies, multipartBody(await picture(8, 8).png().toBuffer()))
    ).json();
    const answer = (await remove(browser.cookies)).json();
    expect(answer.response).toEqual({ object: 'image', id: response.id, deleted: true });
    const { user } = answer.client.sessions[0];
    expect(user.has_image).toBe(false);
    expect(user.image_url).toMatch(/avatar_placeholders\/\d+-AL\.svg$/);
    expect((await fetchImage(response.public_url)).statusCode).toBe(404);
    const second = await remove(browser.cookies);
    expect([second.statusCode, second.json().errors[0].code]).toEqual([404, 'image_not_found']);
  });

  it('401: a stranger', async () => {
    expect((await remove({})).statusCode).toBe(401);
  });
});

describe('GET /v1/images/:image_id', () => {
  it('404 for an unknown one, another instance’s, and after its user was deleted', async () => {
    const browser = await signInTestUser(server);
    const { response } = (
      await upload(browser.cookies, multipartBody(await picture(8, 8).png().toBuffer()))
    ).json();
    const unknown = `${server.instance.frontendApiUrl}/v1/images/img_000000000000000000000000000`;
    expect((await fetchImage(unknown)).statusCode).toBe(404);
    const other = await createTestServer();
    const path = `/i/${other.instance.slug}/v1/images/${response.id}`;
    expect((await other.inject({ url: path, headers: { host: 'localhost:1853' } })).statusCode).toBe(404);
    await other.close();
    await server.backend('DELETE', `/v1/users/${browser.user.id}`);
    expect((await fetchImage(response.public_url)).statusCode).toBe(404);
  });
});

describe('POST and DELETE /v1/users/:user_id/profile_image', () => {
  const send = (userId: string, { type, payload }: Upload, key = server.secretKey) =>
    server.inject({
      method: 'POST',
      url: `/v1/users/${userId}/profile_image`,
      headers: { host: 'localhost:1853', authorization: `Bearer ${key}`, 'content-type': type },
      payload,
    });

  it('200: set and taken away, the whole user each time', async () => {
    const { user } = await signInTestUser(server, { privateMetadata: { a: 1 } });
    const body = multipartBody(await picture(8, 8).jpeg().toBuffer(), { type: 'image/jpeg' });
    const set = (await send(user.id, body)).json();
    expect(set).toMatchObject({ object: 'user', id: user.id, has_image: true, private_metadata: { a: 1 } });
    expect((await fetchImage(set.image_url)).statusCode).toBe(200);
    for (const _ of [1, 2]) {
      const removed = await server.backend('DELETE', `/v1/users/${user.id}/profile_image`);
      expect([removed.statusCode, removed.json().has_image]).toEqual([200, false]);
    }
  });

  it('400 for what is no picture, 401 without a key, 404 for an unknown user, 415 for JSON', async () => {
    const { user } = await signInTestUser(server);
    const good = multipartBody(await picture(8, 8).png().toBuffer());
    expect((await send(user.id, multipartBody(Buffer.from('x')))).statusCode).toBe(400);
    expect((await send(user.id, good, 'sk_test_wrong')).statusCode).toBe(401);
    expect((await send('user_000000000000000000000000000', good)).statusCode).toBe(404);
    expect((await server.backend('DELETE', '/v1/users/user_x/profile_image')).statusCode).toBe(404);
    expect((await send(user.id, { type: 'application/json', payload: '{}' })).statusCode).toBe(415);
  });
});

const cutInHalf = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

/** Something that does not compress to nothing. */
const noise = () =>
  sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

/** The same PNG with another width in its head, checksum and all. */
function claiming(png: Buffer, width: number): Buffer {
  const claimed = Buffer.from(png);
  claimed.writeUInt32BE(width, 16);
  claimed.writeUInt32BE(width === 0 ? 1 : Math.min(width, 30_000), 20);
  claimed.writeUInt32BE(crc32(claimed.subarray(12, 29)), 29);
  return claimed;
}
