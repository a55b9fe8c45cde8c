import type { DiagnosticCode } from '../diagnostic.ts';

/** All offsets here count UTF-16 units of the decoded string value. */
export type Part = TextPart | ShortcodePart;

export interface TextPart {
  kind: 'text';
  text: string;
}

export interface ShortcodePart {
  kind: 'shortcode';
  /** From the opening braces to behind the closing ones. */
  from: number;
  to: number;
  /** Empty when there is a fault. */
  operands: Operand[];
  fault: Fault | null;
}

export type Operand = PathOperand | LiteralOperand;

export interface PathOperand {
  kind: 'path';
  segments: string[];
  /** Written with an argument list: `date.now_plus_seconds(60)`. Never resolves. */
  isCall: boolean;
  from: number;
  to: number;
}

export interface LiteralOperand {
  kind: 'literal';
  value: string | number | boolean;
  from: number;
  to: number;
}

/** The first thing that is wrong with a shortcode. */
export interface Fault {
  code: DiagnosticCode;
  message: string;
  from: number;
  to: number;
  fix: StringFix | null;
}

/** A ready edit in offsets of the decoded string. */
export interface StringFix {
  title: string;
  from: number;
  to: number;
  insert: string;
}
