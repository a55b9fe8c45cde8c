/** The append-only log: each entry is written in the transaction of what it tells. Nothing changes or deletes one. */
export { type Actor, type NewEvent, type StoredEvent, serverActor } from './event.ts';
export { findFirstEventAt, listEvents } from './event-store.ts';
export { recordEvent, recordEvents } from './record-event.ts';
