import { Complaint } from '../complaint.ts';
import { Refused } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import { repeatedCommand } from './repeated-command.ts';

const OPTION = '--accept-broken-users';

/** For commands that save claims. */
export const acceptBrokenUsersOption = [
  `${OPTION} <n>`,
  'how many users you know will lose their claims',
] as const;

/** The number that was typed; undefined for none. Throws Complaint for what is no number. */
export function acceptedUsers(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Complaint(`${OPTION} takes the number of users that the forecast tells.`);
}

const users = (count: number) => `${count} ${count === 1 ? 'user' : 'users'}`;

/**
 * The refusal of a save that breaks users, with the command that does it nevertheless.
 * @param more why, as sentences of their own
 */
export function brokenUsersComplaint(
  broken: number,
  { accepted, more = '' }: { accepted: number | undefined; more?: string },
): Complaint {
  const said = accepted === undefined ? '' : ` You accepted ${accepted}.`;
  const command = repeatedCommand(process.argv.slice(2), OPTION, String(broken));
  const advice =
    broken === 0
      ? `Leave ${OPTION} out.`
      : `Make the claims smaller or, if you accept that, run:\n  ${command}`;
  return new Complaint(
    `${users(broken)} would lose all custom claims: nothing was saved.${said}${more} ${advice}`,
  );
}

/** What a save was refused for: for broken users, with the command to run; anything else as it is. */
export function explainedRefusal(error: unknown, accepted: number | undefined): unknown {
  if (!(error instanceof Refused)) return error;
  const refusal = error.problems.find(
    ({ code }) => code === 'size_cap_exceeded' || code === 'broken_users_differ',
  );
  if (!refusal) return error;
  const { users_over_limit: broken, ...meta } = refusal.meta as unknown as BrokenUsersMeta;
  const more =
    meta.user_id === undefined
      ? ''
      : ` The heaviest cookie, of ${meta.user_name} (${meta.user_id}), would have ${meta.cookie_bytes} bytes, and browsers drop cookies over ${meta.max_bytes}; its heaviest claim is "${meta.heaviest_claim}".`;
  return brokenUsersComplaint(broken, { accepted, more: printable(more) });
}

/** As the server tells it; the heaviest user only when no number was sent. */
interface BrokenUsersMeta {
  users_over_limit: number;
  user_id?: string;
  user_name?: string;
  cookie_bytes?: number;
  max_bytes?: number;
  heaviest_claim?: string;
}
