import type { JsonNode } from '../json-text/json-node.ts';
import { pointerTo } from '../json-text/json-pointer.ts';
import { testLimits } from './template-test.ts';

/** What is wrong with a tests document, and where. */
export interface TestProblem {
  readonly message: string;
  /** RFC 6901, from the root of the document. */
  readonly pointer: string;
  /** UTF-16 offsets, end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** A member of an object, and where it stands. */
export interface Place {
  readonly node: JsonNode;
  readonly pointer: string;
}

/** Collects what is wrong while a document is read. */
export class TestsReader {
  readonly problems: TestProblem[] = [];

  refuse({ node, pointer }: Place, message: string): void {
    if (this.problems.length < testLimits.problems)
      this.problems.push({ message, pointer, from: node.from, to: node.to });
  }

  /** The members of an object by name; what is no object, has other members or one twice is refused. */
  members(place: Place, what: string, known: readonly string[]): Map<string, Place> {
    const found = new Map<string, Place>();
    if (place.node.kind !== 'object') {
      this.refuse(place, `${what} is an object.`);
      return found;
    }
    for (const { key, value } of place.node.members) {
      const pointer = pointerTo(place.pointer, key.value);
      if (found.has(key.value)) this.refuse({ node: key, pointer }, `"${key.value}" is there twice.`);
      else if (known.includes(key.value)) found.set(key.value, { node: value, pointer });
      else
        this.refuse(
          { node: key, pointer },
          `${what} has no "${key.value}". It may have: ${known.join(', ')}.`,
        );
    }
    return found;
  }

  /** The members of a list; none when it is no list or too long. */
  items(place: Place, what: string, maximum: number): Place[] {
    const { node, pointer } = place;
    if (node.kind !== 'array') this.refuse(place, `${what} are a list.`);
    else if (node.items.length > maximum) this.refuse(place, `${what} are at most ${maximum}.`);
    else return node.items.map((item, index) => ({ node: item, pointer: pointerTo(pointer, index) }));
    return [];
  }

  /** A text of 1 to `maximum` characters; null when it is none. */
  text(place: Place, what: string, maximum: number): string | null {
    const { node } = place;
    if (node.kind === 'string' && node.value.trim() !== '' && node.value.length <= maximum) return node.value;
    this.refuse(place, `${what} is a text of 1 to ${maximum} characters.`);
    return null;
  }
}
