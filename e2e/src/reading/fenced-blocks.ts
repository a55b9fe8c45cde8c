import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../harness/index.ts';

/** A fenced block of a Markdown document. */
export interface FencedBlock {
  language: string;
  /** The words behind the language, such as `file=proxy.ts`. */
  words: string;
  code: string;
  /** Line of the opening fence, from 1. */
  line: number;
}

/** Every fenced block of a document of this repository, in order, without the indentation of its fence. */
export function fencedBlocks(document: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: (FencedBlock & { indent: string; lines: string[] }) | null = null;
  for (const [index, line] of readFileSync(join(repository, document), 'utf8').split('\n').entries()) {
    const fence = /^(\s*)```(\S*)\s*(.*)$/.exec(line);
    if (open) {
      if (fence && fence[2] === '') {
        blocks.push({ ...open, code: `${open.lines.join('\n')}\n` });
        open = null;
      } else open.lines.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    } else if (fence)
      open = {
        indent: fence[1]!,
        language: fence[2]!,
        words: fence[3]!,
        line: index + 1,
        code: '',
        lines: [],
      };
  }
  if (open) throw new Error(`${document}: the block that opens in line ${open.line} is not closed`);
  return blocks;
}

/** The value of `name=…` behind a block's language, or null. */
export function wordOf({ words }: FencedBlock, name: string): string | null {
  return new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(words)?.[1] ?? null;
}

/** The one block that a test asks for. */
export function onlyBlock(blocks: FencedBlock[], test: (block: FencedBlock) => boolean): FencedBlock {
  const found = blocks.filter(test);
  if (found.length !== 1) throw new Error(`expected one block, found ${found.length}`);
  return found[0]!;
}
