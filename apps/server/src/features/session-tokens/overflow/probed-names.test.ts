import { checkTemplate, probedNames } from '@bartleby/claims-template';
import { guardClaims, namesAskedOfEverything } from '@bartleby/session-token';
import { expect, it } from 'vitest';

// Two packages know the names that cannot be refused: one refuses to read claims, the other warns of such names.

it('both have the same list', () => {
  expect(String(probedNames)).toBe(String(namesAskedOfEverything));
});

it.each([
  ...['then', 'toJSON', 'constructor', 'nodeType', 'tagName', 'asymmetricMatch', 'inspect', '$$typeof'],
  ...['@@iterator', 'toString', 'valueOf', 'hasOwnProperty', 'plan', 'fullName', 'thenable', '$one', '@one'],
])('the check warns of %s exactly where reading it is not refused', (name) => {
  const claims: Record<string, unknown> = guardClaims({ sub: 'user_1', v: 2, __omitted: true });
  const isRefused = (() => {
    try {
      return claims[name] === '';
    } catch {
      return true;
    }
  })();
  const warnings = checkTemplate(JSON.stringify({ [name]: 1 })).filter(
    ({ code }) => code === 'claim_name_probed',
  );
  expect(warnings).toHaveLength(isRefused ? 0 : 1);
});
