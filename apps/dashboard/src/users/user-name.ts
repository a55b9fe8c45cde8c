import type { User } from '../platform/resources.ts';

export function primaryAddressOf(user: User): string | null {
  const { email_addresses: addresses, primary_email_address_id: primaryId } = user;
  return (addresses.find(({ id }) => id === primaryId) ?? addresses[0])?.email_address ?? null;
}

/** How a user is called in lists: name, else address, else id. */
export function userName(user: User): string {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return name || user.username || primaryAddressOf(user) || user.id;
}
