import type { SessionTokenTemplate } from './session-token-template.ts';

/** A version of the session token's template as the Platform API shows it. */
export function templateVersionResource(template: SessionTokenTemplate, activeVersion: number | undefined) {
  const { version, source, tests, author, message, acceptedBrokenUsers, createdAt } = template;
  return {
    version,
    source,
    tests: JSON.parse(tests) as unknown[],
    author: author.id === null ? null : { id: author.id, name: author.name ?? null },
    message,
    /** Null: every user's token fitted when it was saved. */
    accepted_broken_users: acceptedBrokenUsers,
    created_at: createdAt.getTime(),
    active: version === activeVersion,
  };
}
