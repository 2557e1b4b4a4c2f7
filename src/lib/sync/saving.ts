/**
 * Counts what is not yet on the server's disk. «Enregistré» is true only when every edit made here is covered by an acknowledgement
 * (message 120: "your first n sync messages of this socket are on disk"). No clock, no socket: the caller tells what happens.
 */
export type Saving = {
  /**
   * An edit was made here. `message`: the number of the sync message that carried it, or null where nothing could be sent. `step`: the step of
   * undo that it belongs to; a word typed letter by letter is one modification.
   */
  edited(message: number | null, step: number): void
  /** A sync step 2 left: it carries everything made so far; edits of an earlier visit only if this device's copy was read by then. */
  sentAll(message: number, keptToo: boolean): void
  acknowledged(messages: number): void
  disconnected(): void
  readonly unsaved: number
}

/** `kept`: edits of an earlier visit that never reached the server. */
export function createSaving(kept: number): Saving {
  /** For each unsaved step the last message that carries it; null = none yet. */
  let edits: readonly { readonly step: number; readonly carrier: number | null }[] = Array.from(
    { length: kept },
    (_, i) => ({
      step: -1 - i,
      carrier: null,
    }),
  )
  return {
    edited(carrier, step) {
      edits = [...edits.filter((edit) => edit.step !== step), { step, carrier }]
    },
    sentAll(message, keptToo) {
      edits = edits.map((edit) =>
        edit.carrier === null && (keptToo || edit.step >= 0) ? { ...edit, carrier: message } : edit,
      )
    },
    acknowledged(messages) {
      edits = edits.filter(({ carrier }) => carrier === null || carrier > messages)
    },
    disconnected() {
      edits = edits.map(({ step }) => ({ step, carrier: null }))
    },
    get unsaved() {
      return edits.length
    },
  }
}
