import type { RunningServer } from '../issuing/running-server.ts';

/** What the forecasts are made of: claims that every user has, and one that weighs differently for each. */
const DRAFT = JSON.stringify({
  fullName: '{{user.full_name}}',
  primaryEmail: '{{user.primary_email_address}}',
  plan: "{{user.public_metadata.plan || 'free'}}",
  notes: '{{user.public_metadata.notes}}',
});
const RECORDS_A_REQUEST = 100;

export interface Platform {
  /** Of the first application's instance, with its host. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function connect(server: RunningServer): Promise<Platform> {
  const headers = { authorization: `Bearer ${server.platformKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/v1/platform/applications`, { headers });
  const [application] = (await answer.json()) as {
    application_id: string;
    instances: { instance_id: string }[];
  }[];
  const base = `${server.url}/v1/platform/applications/${application?.application_id}`;
  return { url: `${base}/instances/${application?.instances[0]?.instance_id}`, headers };
}

/** So many users, with names, an address and metadata, by the import. */
export async function importUsers({ url, headers }: Platform, count: number): Promise<void> {
  for (let from = 0; from < count; from += RECORDS_A_REQUEST) {
    const records = Array.from({ length: Math.min(RECORDS_A_REQUEST, count - from) }, (_, offset) => {
      const n = from + offset;
      return {
        object: 'user',
        id: `user_forecast${String(n).padStart(8, '0')}`,
        first_name: `First${n}`,
        last_name: 'Last',
        email_addresses: [
          { email_address: `forecast${n}@example.com`, verification: { status: 'verified' } },
        ],
        public_metadata: { ...(n % 3 === 0 ? { plan: 'pro' } : {}), notes: 'n'.repeat(n % 400) },
      };
    });
    const answer = await fetch(`${url}/import`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ records }),
    });
    const text = await answer.text();
    if (!answer.ok || (JSON.parse(text) as { counts: { refused: number } }).counts.refused > 0)
      throw new Error(`the import answered ${answer.status}: ${text.slice(0, 500)}`);
  }
}

/** @returns seconds from the request to the last line, and how many users were rendered */
export async function forecast({ url, headers }: Platform): Promise<{ seconds: number; users: number }> {
  const askedAt = performance.now();
  const body = JSON.stringify({ claims_source: DRAFT });
  const answer = await fetch(`${url}/config/forecast`, { method: 'POST', headers, body });
  const lines = (await answer.text()).trimEnd().split('\n');
  const seconds = (performance.now() - askedAt) / 1e3;
  const last = JSON.parse(lines.at(-1) ?? '{}') as { type?: string; users_rendered: number };
  if (last.type !== 'result') throw new Error(`the forecast ended with ${lines.at(-1)}`);
  return { seconds, users: last.users_rendered };
}
