type Meta = Readonly<Record<string, unknown>>;

const users = (count: unknown) => `${count} ${count === 1 ? 'user' : 'users'}`;

const TEXTS: Readonly<Record<string, (meta: Meta) => string>> = {
  size_cap_exceeded: ({ users_over_limit: count, ...meta }) =>
    `The tokens of ${users(count)} would not fit in the cookie and lose all custom claims. The heaviest cookie, of ${meta.user_name}, would have ${meta.cookie_bytes} bytes of ${meta.max_bytes}, most of them in "${meta.heaviest_claim}". Nothing was saved.`,
  broken_users_differ: ({ users_over_limit: count, accepted_broken_users: accepted }) =>
    `You accepted that ${users(accepted)} lose their claims, but it would be ${users(count)} by now. Nothing was saved.`,
};

/**
 * What a refusal on account of tokens that do not fit says to an operator at the Dashboard, where a number is typed and
 * no parameter sent. Null for other refusals.
 */
export function brokenUsersText(code: string, meta: Meta): string | null {
  return TEXTS[code]?.(meta) ?? null;
}
