import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bartleby, freePort, repository, startProcess, withoutOurs } from '@bartleby/e2e/harness';
import { copyClerkAssets, GUIDE_TEMPLATE } from '../stage.ts';

/** A production server: `bartleby start` behind a proxy that ends TLS. */
export interface LiveServer extends Pick<Bartleby, 'backend'> {
  readonly url: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  stop(): Promise<void>;
}

const letters = (bytes: number) => randomBytes(bytes).toString('hex');

/** Starts it with the guide's template; its default instance allows the origins given. */
export async function startLiveServer(options: {
  publicUrl: string;
  allowedOrigins: string[];
}): Promise<LiveServer> {
  const { publicUrl } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'bartleby-live-'));
  await copyClerkAssets(dataDir);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const secretKey = `sk_live_${letters(20)}`;
  const platformKey = `ak_${letters(20)}`;
  const tool = join(repository, 'apps/cli/bin/bartleby.mjs');
  const flags = ['start', '--port', String(port), '--data-dir', dataDir];
  const running = startProcess(process.execPath, [tool, ...flags], {
    cwd: repository,
    env: {
      ...withoutOurs(process.env),
      BARTLEBY_PUBLIC_URL: publicUrl,
      BARTLEBY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      BARTLEBY_SMTP_URL: 'smtp://127.0.0.1:9',
      BARTLEBY_ALLOW_EMBEDDED_DATABASE: '1',
      BARTLEBY_TRUSTED_PROXIES: '127.0.0.1',
      BARTLEBY_SECRET_KEY: secretKey,
      BARTLEBY_PLATFORM_KEY: platformKey,
    },
  });
  const stop = async () => {
    await running.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await running.waitFor(/Bartleby is ready/, 90);
    const call =
      (key: string) =>
      async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
        const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        const answer = await fetch(`${url}/v1${path}`, { method, headers, ...sent });
        if (!answer.ok) throw new Error(`${answer.status} ${path}: ${await answer.text()}`);
        return (await answer.json()) as T;
      };
    const platform = call(platformKey);
    const [application] =
      await platform<
        { application_id: string; instances: { instance_id: string; publishable_key: string }[] }[]
      >('/platform/applications');
    const [instance] = application!.instances;
    await platform(
      `/platform/applications/${application!.application_id}/instances/${instance!.instance_id}/config`,
      'PATCH',
      { allowed_origins: options.allowedOrigins, session: { claims_source: GUIDE_TEMPLATE } },
    );
    const { publishable_key: publishableKey } = instance!;
    return { url, port, publicUrl, publishableKey, secretKey, backend: call(secretKey), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
