/** What a browser is told: that something changed, never to what. Times in epoch milliseconds. */
export type ClientEvent =
  | { readonly object: 'ready'; readonly heartbeat_seconds: number }
  | { readonly object: 'claims_changed'; readonly session_id: string; readonly claims_as_of: number }
  | { readonly object: 'session_ended'; readonly session_id: string };
