import type { ForecastResult, ForecastSummary } from '@bartleby/api-contract';
import {
  type CompiledTemplate,
  compileTemplate,
  ForecastTally,
  mergeDefaultClaims,
  renderTemplate,
  type SizeSummary,
  serializeClaims,
  tokenSize,
  utf8Length,
} from '@bartleby/claims-template';
import { type Answer, refuse } from './fake-call.ts';
import {
  COOKIE_NAME,
  defaultClaimsOf,
  type FakeAppUser,
  type FakeState,
  HEADER_BYTES,
  templateDataOf,
} from './fake-state.ts';

function renderedFor(user: FakeAppUser, template: CompiledTemplate) {
  const claims = renderTemplate(template, templateDataOf(user));
  const claimsBytes = utf8Length(serializeClaims(mergeDefaultClaims(claims, defaultClaimsOf(user))));
  const { cookieBytes } = tokenSize({ claimsBytes, headerBytes: HEADER_BYTES, cookieName: COOKIE_NAME });
  return { claims, cookieBytes };
}

export const nameOf = (user: FakeAppUser): string => (user.firstName ?? user.emailAddress).slice(0, 40);

/** What two templates make of the fake's users, by the real arithmetic. */
export function tallyOf(state: FakeState, draft: string) {
  const [before, after] = [state.source ?? '{}', draft].map((source) => compileTemplate(source));
  if (!before?.ok || !after?.ok) return null;
  const tally = new ForecastTally({ before: before.template, after: after.template });
  for (const user of state.users)
    tally.add({
      id: user.id,
      name: nameOf(user),
      before: renderedFor(user, before.template),
      after: renderedFor(user, after.template),
    });
  return tally.result();
}

const summary = (sizes: SizeSummary | null): ForecastSummary => ({
  median_bytes: sizes?.medianBytes ?? 0,
  p95_bytes: sizes?.p95Bytes ?? 0,
  largest_bytes: sizes?.largestBytes ?? 0,
});

/** Lines of progress, then the result. */
export const forecastAnswer: Answer = (state, { body }) => {
  const forecast = tallyOf(state, String(body.claims_source));
  if (!forecast) return refuse(422, [{ code: 'template_not_json', long_message: 'No template.' }]);
  const { sizes, overLimit } = forecast;
  const both = { before: summary(sizes.before), after: summary(sizes.after) };
  const result: ForecastResult = {
    type: 'result',
    users_total: state.users.length,
    users_rendered: state.users.length,
    sample: state.forecastSample,
    compared_version: state.version,
    cookie: { max_bytes: 4_096, ...both },
    handshake: { max_bytes: 16_384, ...both },
    distribution: forecast.distribution.map(({ fromBytes, toBytes, ...users }) => ({
      from_bytes: fromBytes,
      to_bytes: toBytes,
      ...users,
    })),
    over_limit: {
      users_before: overLimit.before,
      users_after: overLimit.after,
      users_after_estimate: overLimit.after * (state.forecastSample?.step ?? 1),
      by_claim: overLimit.byClaim.map(({ largestBytes, ...one }) => ({
        ...one,
        largest_bytes: largestBytes,
      })),
    },
    heaviest: forecast.heaviest.map((user) => ({
      user_id: user.id,
      name: user.name,
      cookie_bytes: user.cookieBytes,
      fits: user.fits,
      heaviest_claim: user.heaviestClaim,
      heaviest_claim_bytes: user.heaviestClaimBytes,
    })),
    changes: forecast.changes.map(({ types, examples, ...change }) => ({
      ...change,
      type_before: types.before,
      type_after: types.after,
      examples: examples.map(({ id, ...example }) => ({ user_id: id, ...example })),
    })),
  };
  const progress = { type: 'progress', users_done: 2, users_total: state.users.length };
  return { status: 200, body: null, lines: state.isForecastCutOff ? [progress] : [progress, result] };
};

export const heaviestAnswer: Answer = (state, { body }) => {
  const forecast = tallyOf(state, String(body.source));
  if (!forecast) return refuse(422, [{ code: 'template_not_json', long_message: 'No template.' }]);
  const [most] = forecast.heaviest;
  return {
    status: 200,
    gate: state.heaviestGate,
    onClosed: () => state.closedWeighings.push(String(body.source)),
    body: {
      user_id: most?.id ?? null,
      name: most?.name ?? null,
      cookie_bytes: most?.cookieBytes ?? 0,
      users_checked: forecast.users,
      users_over_limit: forecast.overLimit.after,
    },
  };
};

/** As a save does: refuses what breaks users, unless told how many. */
export function refusalOfBrokenUsers(state: FakeState, source: string, accepted: number) {
  // Tests alone ask for no number.
  if (source === state.source && accepted === 0) return null;
  const forecast = tallyOf(state, source);
  const count = forecast?.overLimit.after ?? 0;
  if (count === accepted) return null;
  const long_message = `${count} users would not fit: send a number.`;
  const meta = { users_over_limit: count };
  if (accepted > 0)
    return refuse(422, [
      { code: 'broken_users_differ', long_message, meta: { ...meta, accepted_broken_users: accepted } },
    ]);
  const [most] = forecast?.heaviest ?? [];
  const heaviest = {
    user_name: most?.name,
    cookie_bytes: most?.cookieBytes,
    max_bytes: 4_096,
    heaviest_claim: most?.heaviestClaim,
  };
  return refuse(422, [{ code: 'size_cap_exceeded', long_message, meta: { ...meta, ...heaviest } }]);
}
