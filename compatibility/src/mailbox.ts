import type { Bartleby } from '@bartleby/e2e/harness';
import { vi } from 'vitest';

/** A message that the development mailbox kept instead of sending it. */
export interface KeptMail {
  id: string;
  to: string;
  kind: string;
  text: string;
  code: string | null;
}

/** Waits for mail to an address that was not seen yet; resolves to the newest. */
export async function newMail(bartleby: Bartleby, to: string, seen = new Set<string>()): Promise<KeptMail> {
  const mailbox = `${await bartleby.instancePath()}/mailbox`;
  const { id } = await vi.waitFor(
    async () => {
      const { data } = await bartleby.platform<{ data: Pick<KeptMail, 'id' | 'to'>[] }>(mailbox);
      const found = data.find((message) => message.to === to && !seen.has(message.id));
      if (!found) throw new Error(`no new mail to ${to}`);
      return found;
    },
    { timeout: 20_000, interval: 250 },
  );
  seen.add(id);
  return bartleby.platform<KeptMail>(`${mailbox}/${id}`);
}

/** The link in a mail. */
export function linkIn({ text }: KeptMail): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  if (!link) throw new Error(`no link in: ${text}`);
  return link;
}
