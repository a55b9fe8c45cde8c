import type { JsonArrayNode, JsonMember, JsonNode, JsonObjectNode, JsonStringNode } from './json-node.ts';
import { pointerTo } from './json-pointer.ts';
import { scanJsonNumber } from './scan-json-number.ts';
import { scanJsonString } from './scan-json-string.ts';

export interface JsonProblem {
  reason: 'syntax' | 'depth' | 'braces';
  message: string;
  /** Pointer of the value being read when the problem was met. */
  pointer: string;
  from: number;
  to: number;
  /** Offset of a comma that nothing follows. */
  trailingComma?: number;
}

export type ParsedJson = { ok: true; root: JsonNode } | { ok: false; problem: JsonProblem };

export interface ParseJsonOptions {
  /** Deepest nesting accepted, the root counted; unlimited when left out. */
  maxDepth?: number;
}

interface Frame {
  node: JsonArrayNode | JsonObjectNode;
  /** The member whose value is being read. */
  key: JsonStringNode | null;
}

type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'comma-or-end' | 'end-of-text';

const WORDS: readonly (readonly [string, null | boolean])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** An explicit stack instead of recursion, so that no depth of nesting can exhaust the call stack. */
class JsonReader {
  private at = 0;
  private expects: Expectation = 'value';
  private readonly frames: Frame[] = [];
  private root: JsonNode | null = null;
  private problem: JsonProblem | null = null;
  private lastComma = -1;

  constructor(
    private readonly source: string,
    private readonly maxDepth: number,
  ) {}

  read(): ParsedJson {
    while (this.problem === null) {
      this.skipBlanks();
      if (this.expects === 'end-of-text') {
        if (this.at < this.source.length) this.refuse('Remove everything after the end of the JSON value.');
        break;
      }
      this.step();
    }
    if (this.problem !== null) return { ok: false, problem: this.problem };
    return { ok: true, root: this.root as JsonNode };
  }

  private step(): void {
    const character = this.source[this.at];
    const frame = this.frames.at(-1);
    if (this.expects === 'comma-or-end') this.readSeparator(frame as Frame, character);
    else if (this.expects === 'key' || this.expects === 'key-or-end') this.readKey(frame as Frame, character);
    else if (this.expects === 'value-or-end' && character === ']') this.closeContainer();
    else this.readValue(character);
  }

  private skipBlanks(): void {
    for (;;) {
      const code = this.source.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  private readSeparator(frame: Frame, character: string | undefined): void {
    const isObject = frame.node.kind === 'object';
    if (character === ',') {
      this.lastComma = this.at;
      this.at += 1;
      this.expects = isObject ? 'key' : 'value';
    } else if (character === (isObject ? '}' : ']')) this.closeContainer();
    else this.refuse(`Put a comma or a closing ${isObject ? 'brace }' : 'bracket ]'} here.`);
  }

  private readKey(frame: Frame, character: string | undefined): void {
    if (character === '}' && this.expects === 'key-or-end') this.closeContainer();
    else if (character === '}') this.refuseTrailingComma();
    else if (character === '"') this.readName(frame);
    else if (character === '{' && this.isDoubledBrace(frame)) {
      this.frames.pop();
      this.refuse('Put the shortcode in double quotes.', 'braces', this.at - 1, this.at + 1);
    } else this.refuse('Write the name of a claim here, in double quotes.');
  }

  private readName(frame: Frame): void {
    const key = this.readString();
    if (key === null) return;
    frame.key = key;
    this.skipBlanks();
    if (this.source[this.at] === ':') {
      this.at += 1;
      this.expects = 'value';
    } else this.refuse('Put a colon between the name and its value.');
  }

  /** `{{` where a value should stand: no JSON begins like that, a shortcode without quotes does. */
  private isDoubledBrace({ node }: Frame): boolean {
    return node.kind === 'object' && node.from === this.at - 1 && this.frames.length > 1;
  }

  private refuseTrailingComma(): void {
    this.refuse('Remove the comma that nothing follows.', 'syntax', this.lastComma, this.lastComma + 1);
    if (this.problem) this.problem.trailingComma = this.lastComma;
  }

  private readValue(character: string | undefined): void {
    if (character === '{' || character === '[') this.openContainer(character);
    else if (character === '"') {
      const text = this.readString();
      if (text !== null) this.place(text);
    } else if (character === ']' && this.frames.at(-1)?.node.kind === 'array') this.refuseTrailingComma();
    else if (!this.readWord()) this.readNumber(character);
  }

  private readWord(): boolean {
    const found = WORDS.find(([word]) => this.source.startsWith(word, this.at));
    if (found === undefined) return false;
    const [word, value] = found;
    this.place({ kind: 'scalar', value, from: this.at, to: this.at + word.length });
    return true;
  }

  private readNumber(character: string | undefined): void {
    const to = scanJsonNumber(this.source, this.at);
    const value = Number(this.source.slice(this.at, Math.max(to, this.at)));
    if (to < 0 && character === undefined) this.refuse('Finish the JSON text: it ends too early.');
    else if (to < 0) this.refuse('Write a JSON value here: text goes in double quotes.');
    else if (!Number.isFinite(value)) this.refuse('Use a smaller number.', 'syntax', this.at, to);
    else this.place({ kind: 'scalar', value, from: this.at, to });
  }

  private readString(): JsonStringNode | null {
    const scanned = scanJsonString(this.source, this.at);
    if (!scanned.ok) {
      this.refuse(scanned.message, 'syntax', scanned.from, scanned.to);
      return null;
    }
    const node: JsonStringNode = { kind: 'string', value: scanned.value, from: this.at, to: scanned.to };
    this.at = scanned.to;
    return node;
  }

  private openContainer(brace: '{' | '['): void {
    const at = this.at;
    if (this.frames.length >= this.maxDepth) {
      this.refuse(`Nest objects and lists at most ${this.maxDepth} levels deep.`, 'depth', at, at + 1);
      return;
    }
    const node: JsonArrayNode | JsonObjectNode =
      brace === '{'
        ? { kind: 'object', members: [], from: at, to: at + 1 }
        : { kind: 'array', items: [], from: at, to: at + 1 };
    this.frames.push({ node, key: null });
    this.at += 1;
    this.expects = brace === '{' ? 'key-or-end' : 'value-or-end';
  }

  private closeContainer(): void {
    const frame = this.frames.pop() as Frame;
    frame.node.to = this.at + 1;
    this.place(frame.node);
  }

  /** Hangs a finished value into its container, or makes it the root. */
  private place(node: JsonNode): void {
    this.at = node.to;
    const frame = this.frames.at(-1);
    if (frame === undefined) {
      this.root = node;
      this.expects = 'end-of-text';
      return;
    }
    if (frame.node.kind === 'array') frame.node.items.push(node);
    else frame.node.members.push({ key: frame.key as JsonStringNode, value: node } satisfies JsonMember);
    frame.key = null;
    this.expects = 'comma-or-end';
  }

  private refuse(
    message: string,
    reason: JsonProblem['reason'] = 'syntax',
    from = Math.min(this.at, this.source.length),
    to = Math.min(from + 1, this.source.length),
  ): void {
    this.problem = { reason, message, pointer: this.pointer(), from, to };
  }

  private pointer(): string {
    let pointer = '';
    for (const { node, key } of this.frames) {
      if (node.kind === 'array') pointer = pointerTo(pointer, node.items.length);
      else if (key !== null) pointer = pointerTo(pointer, key.value);
    }
    return pointer;
  }
}

/**
 * Parses one JSON text (RFC 8259: no comments, no trailing commas, no byte order mark).
 * Takes any string, never throws, uses no recursion; work is linear in the length.
 * A number beyond the range of a double is refused, because it could not be written back.
 */
export function parseJson(source: string, options: ParseJsonOptions = {}): ParsedJson {
  return new JsonReader(source, options.maxDepth ?? Number.POSITIVE_INFINITY).read();
}
