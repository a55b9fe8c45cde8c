import type { JsonNode } from '../json-text/json-node.ts';
import { isReservedClaim } from '../shortcode/default-claims.ts';
import { claimPath } from './claim-path.ts';
import { claimTypeNames, expectationKinds, testLimits } from './template-test.ts';
import type { Place, TestsReader } from './tests-reader.ts';

const KINDS: readonly string[] = expectationKinds;
const isTypeName = (node: JsonNode) =>
  node.kind === 'string' && (claimTypeNames as readonly string[]).includes(node.value);

function readClaim(reader: TestsReader, place: Place): void {
  const claim = reader.text(place, 'claim', testLimits.claimCharacters);
  if (claim === null) return;
  const path = claimPath(claim);
  if (path === null) reader.refuse(place, 'This is no JSON pointer: after ~ comes 0 or 1.');
  else if (isReservedClaim(path[0] ?? ''))
    reader.refuse(place, `${path[0]} is a default claim: every token has it, whatever the template says.`);
}

function readType(reader: TestsReader, place: Place): void {
  const { node } = place;
  const isList = node.kind === 'array' && node.items.length > 0 && node.items.every(isTypeName);
  if (!isTypeName(node) && !isList)
    reader.refuse(place, `type is one of ${claimTypeNames.join(', ')}, or a list of them.`);
}

function readBytes(reader: TestsReader, place: Place, name: string): void {
  const { node } = place;
  const value = node.kind === 'scalar' ? node.value : null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 1_000_000)
    reader.refuse(place, `${name} is a whole number of bytes, from 1 to 1000000.`);
}

/** Checks one expectation: `claim` with one of equals, type, absent; or a number of bytes. */
export function readExpectation(reader: TestsReader, place: Place): void {
  const members = reader.members(place, 'An expectation', ['claim', ...KINDS]);
  if (place.node.kind !== 'object') return;
  const kinds = [...members.keys()].filter((name) => name !== 'claim');
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    if (place.node.members.length === members.size)
      reader.refuse(place, `An expectation has exactly one of ${KINDS.join(', ')}.`);
    return;
  }
  const claim = members.get('claim');
  const wantsClaim = !kind.endsWith('_at_most');
  if (claim && !wantsClaim) reader.refuse(claim, `${kind} looks at all claims: leave "claim" out.`);
  else if (claim) readClaim(reader, claim);
  else if (wantsClaim) reader.refuse(place, `${kind} needs "claim": the name of a claim, or a JSON pointer.`);
  const value = members.get(kind) as Place;
  if (kind === 'type') readType(reader, value);
  else if (!wantsClaim) readBytes(reader, value, kind);
  else if (kind === 'absent' && !(value.node.kind === 'scalar' && value.node.value === true))
    reader.refuse(value, 'absent is true; a claim that must be there has a type.');
}
