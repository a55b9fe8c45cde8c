import { describe, expect, it } from 'vitest';
import { completionsAt, shortcodes } from '../index.ts';

/** Completes at the mark ^. */
function at(marked: string, seenMetadataPaths?: string[]) {
  const offset = marked.indexOf('^');
  const source = marked.replace('^', '');
  const completions = completionsAt(source, offset, seenMetadataPaths && { seenMetadataPaths });
  return completions && { ...completions, word: source.slice(completions.from, completions.to) };
}

describe('completions', () => {
  it('offer every shortcode right behind the braces, in unfinished JSON too', () => {
    for (const marked of ['{"a": "{{^}}"}', '{"a": "{{^', '{"a": "{{ ^ }}"}', '{"a": ["x {{user.id}} {{^"]}'])
      expect(at(marked)?.options.map(({ label }) => label)).toEqual(shortcodes.map(({ path }) => path));
  });

  it('match what was typed and replace the whole word', () => {
    expect(at('{"a": "{{user.first^_nam}}"}')).toMatchObject({
      word: 'user.first_nam',
      options: [
        {
          label: 'user.first_name',
          detail: 'string | null',
          info: 'Given name. Null when it was not given.',
        },
      ],
    });
    expect(at('{"a": "{{user.id || EMAIL^')?.options.map(({ label }) => label)).toEqual([
      'user.primary_email_address',
      'user.email_verified',
    ]);
  });

  it('know metadata that is there', () => {
    expect(at('{"a": "{{user.public_metadata.p^', ['user.public_metadata.plan'])?.options).toMatchObject([
      { label: 'user.public_metadata.plan' },
    ]);
  });

  it.each([
    '^{"a": "{{user.id}}"}',
    '{"a": "^{{user.id}}"}',
    '{"a": "{{user.id}}^"}',
    '{"a": "{{user.id}}"^}',
    '{"{{us^": 1}',
    '{"a": "{{user.id || \'us^\'}}"}',
    '{"a": "{{zzz^}}"}',
    '{"a": {{us^}}}',
    '^',
  ])('are none at %s', (marked) => {
    expect(at(marked)).toBeNull();
  });
});

describe('declared metadata', () => {
  const metadataSchemas = {
    'user.public_metadata': {
      type: 'object',
      required: ['plan'],
      properties: {
        plan: { enum: ['free', 'pro'] },
        address: { type: 'object', properties: { city: { type: 'string' } } },
        'not writable': { type: 'string' },
      },
    },
    'user.private_metadata': { type: 'object', properties: { secret: { type: 'string' } } },
  };

  it('is offered with its types, private metadata never', () => {
    const source = '{"a": "{{user.public_metadata.';
    const { options = [] } = completionsAt(source, source.length, { metadataSchemas }) ?? {};
    expect(options.map(({ label, detail }) => `${label}: ${detail}`)).toEqual([
      "user.public_metadata.plan: 'free' | 'pro'",
      'user.public_metadata.address: { city?: string; [key: string]: unknown } | null',
      'user.public_metadata.address.city: string | null',
    ]);
    const all = completionsAt('{"a": "{{', 9, { metadataSchemas })?.options.map(({ label }) => label);
    expect(all?.join()).not.toMatch(/secret|not writable/);
  });
});
