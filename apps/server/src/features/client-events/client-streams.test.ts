import { describe, expect, it } from 'vitest';
import type { Instance } from '../instances/index.ts';
import { ClientStream } from './client-stream.ts';
import { ClientStreams } from './client-streams.ts';

const streamOf = (clientId: string) =>
  new ClientStream({ instance: {} as Instance, clientId, claimsAsOf: null });

const closed = (stream: ClientStream) => new Promise((resolve) => stream.readable.once('close', resolve));

describe('the streams of a node', () => {
  it('are bounded in all and per browser; a closed one makes room for either', async () => {
    const streams = new ClientStreams({ total: 3, perClient: 2 });
    const first = streamOf('client_a');
    for (const stream of [first, streamOf('client_a'), streamOf('client_b')]) streams.add(stream);
    const refusal = (meta: object) =>
      expect.objectContaining({ code: 'too_many_event_streams', meta: expect.objectContaining(meta) });
    expect(() => streams.add(streamOf('client_a'))).toThrow(refusal({ scope: 'browser', limit: 2 }));
    expect(() => streams.add(streamOf('client_c'))).toThrow(refusal({ scope: 'server', limit: 3 }));
    const gone = closed(first);
    first.readable.destroy();
    await gone;
    streams.add(streamOf('client_a'));
    expect(streams.size).toBe(3);
  });

  it('drop a reader that does not read', async () => {
    const stream = streamOf('client_a');
    const gone = closed(stream);
    for (let sent = 0; sent < 1_000; sent += 1)
      stream.send({ object: 'claims_changed', session_id: 'sess_1', claims_as_of: sent });
    await gone;
    expect(stream.readable.destroyed).toBe(true);
  });
});
