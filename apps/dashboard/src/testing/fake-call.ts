import type { FakeAppUser, FakeState } from './fake-state.ts';

export interface FakeCall {
  readonly method: string;
  /** Below `/v1/platform`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface FakePlatformAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Instead of a body: JSON texts, one a line. */
  readonly lines?: readonly unknown[];
  /** The answer comes when this is done. */
  readonly gate?: Promise<void> | null;
  /** Told when the reader goes before the answer. */
  readonly onClosed?: () => unknown;
}

export type Answer = (state: FakeState, call: FakeCall, found: RegExpExecArray) => FakePlatformAnswer;

export const ok = (body: unknown): FakePlatformAnswer => ({ status: 200, body });
export const refuse = (
  status: number,
  errors: { code: string; long_message: string; meta?: object }[],
): FakePlatformAnswer => ({
  status,
  body: {
    errors: errors.map((one) => ({ message: one.long_message, meta: {}, ...one })),
    clerk_trace_id: 'trace',
  },
});
export const missing = refuse(404, [{ code: 'resource_not_found', long_message: 'There is no such thing.' }]);

export function withUser(
  state: FakeState,
  id: string | null | undefined,
  use: (user: FakeAppUser) => FakePlatformAnswer,
) {
  const user = state.users.find((one) => one.id === id);
  return user ? use(user) : missing;
}

/** When everything in the fake happened. */
export const AT = 1_760_000_000_000;
