import type { JsonObject, JsonValue } from '../json-value.ts';
import type { CompiledTemplate } from '../render/compiled-template.ts';
import { serializeJson } from '../render/serialize-claims.ts';
import { type ClaimChange, claimChangeOf, forecastChangeKinds, jsonTypeOf } from './claim-change.ts';
import { comparedClaims } from './compared-claims.ts';
import type { ChangeExample, ClaimChanges } from './forecast.ts';

const MAX_EXAMPLES = 5;
const MAX_EXAMPLE_CHARACTERS = 120;

interface Counter extends ClaimChanges {
  users: number;
  readonly examples: ChangeExample[];
}

/** Counts, claim by claim, how tokens differ between two templates. */
export class ChangeCounts {
  private readonly claims: ReturnType<typeof comparedClaims>;
  private readonly counters = new Map<string, Counter>();

  constructor(before: CompiledTemplate, after: CompiledTemplate) {
    this.claims = comparedClaims(before, after);
  }

  add(user: { id: string; name: string }, claims: { before: JsonObject; after: JsonObject }): void {
    for (const claim of this.claims) {
      const change = claimChangeOf(claim, claims);
      if (change !== null) this.count(user, claim.pointer, change);
    }
  }

  private count({ id, name }: { id: string; name: string }, claim: string, change: ClaimChange): void {
    const { kind, before, after } = change;
    const types = { before: typeOf(before), after: typeOf(after) };
    const key = JSON.stringify([claim, kind, types.before, types.after]);
    const counter = this.counters.get(key) ?? { claim, kind, types, users: 0, examples: [] };
    this.counters.set(key, counter);
    counter.users += 1;
    if (counter.examples.length < MAX_EXAMPLES)
      counter.examples.push({ id, name, before: exampleText(before), after: exampleText(after) });
  }

  /** Largest number of users first. */
  result(): ClaimChanges[] {
    return [...this.counters.values()].sort((a, b) => b.users - a.users || (place(a) < place(b) ? -1 : 1));
  }
}

/** Claims by name, then kinds as they are listed, then types: the same for the same users in any order. */
const place = ({ claim, kind, types }: ClaimChanges): string =>
  [claim, forecastChangeKinds.indexOf(kind), types.before, types.after].join('\u0000');
const typeOf = (value: JsonValue | undefined) => (value === undefined ? null : jsonTypeOf(value));

function exampleText(value: JsonValue | undefined): string | null {
  if (value === undefined) return null;
  const characters = [...serializeJson(value).slice(0, 4 * MAX_EXAMPLE_CHARACTERS)];
  return characters.length <= MAX_EXAMPLE_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MAX_EXAMPLE_CHARACTERS).join('')}…`;
}
