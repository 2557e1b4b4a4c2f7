/**
 * Counts what is not yet on the server's disk. «Enregistré» is true only when every edit made here is covered by an acknowledgement
 * (message 120: "your first n sync messages of this socket are on disk"). No clock, no socket: the caller tells what happens.
 */
export type Saving = {
  /** An edit was made here. `message`: the number of the sync message that carried it, or null where nothing could be sent. */
  edited(message: number | null): void
  /** A sync step 2 left: it carries everything made so far. */
  sentAll(message: number): void
  acknowledged(messages: number): void
  disconnected(): void
  readonly unsaved: number
}

/** `kept`: edits of an earlier visit that never reached the server. */
export function createSaving(kept: number): Saving {
  /** For each unsaved edit the message that carries it; null = none yet. */
  let edits: (number | null)[] = Array.from({ length: kept }, () => null)
  return {
    edited: (message) => void edits.push(message),
    sentAll: (message) => (edits = edits.map((carrier) => carrier ?? message)),
    acknowledged: (messages) => (edits = edits.filter((carrier) => carrier === null || carrier > messages)),
    disconnected: () => (edits = edits.map(() => null)),
    get unsaved() {
      return edits.length
    },
  }
}
