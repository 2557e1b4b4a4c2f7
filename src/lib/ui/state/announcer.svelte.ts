/**
 * What is told to the person: a toast to see, and lines of a polite live region to hear. What one does oneself is told at once, what others do
 * every few seconds at most, troubles of saving when they begin and when they end, and nothing twice.
 */
import type { BoardChange } from '#lib/board/board.ts'
import type { Said } from '#lib/editor/options.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { SaveState } from '#lib/sync/connection.ts'
import { Deeds, doneBy, othersWords, ownWords } from './deeds.ts'
import { isTrouble, saveWords } from './saveWords.ts'

export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'info' | 'warn'
  readonly undo: boolean
}
/** One sentence to read out; a repeated one is another line, and is read again. */
export type Line = { readonly id: number; readonly text: string }

const TOAST_FOR = 6_000
/** Milliseconds between two announcements of what others did. */
const PAUSE = 4_000
/** One gesture is several changes: what it did is told together. */
const ONE_GESTURE = 200
/** Lines that a screen reader may still have to read. */
const KEPT = 6

type Told = Exclude<Said, { say: 'for_whom' }>

export class Announcer {
  toasts: readonly Toast[] = $state.raw([])
  /** Read out by screen readers, each once. */
  lines: readonly Line[] = $state.raw([])
  #next = 0
  /** Sentences of this gesture: what was said of it first, then what it did. */
  readonly #said = new Set<string>()
  readonly #own = new Deeds()
  readonly #others = new Deeds()
  #gesture: ReturnType<typeof setTimeout> | null = null
  #pause: ReturnType<typeof setTimeout> | null = null
  /** The trouble with saving that was told and is not over. */
  #trouble: SaveState['is'] | null = null

  said(said: Told): void {
    this.tell(said.say === 'removed' ? this.#removedWords(said.count) : wordsFor(said), {
      tone:
        said.say === 'cannot_connect' ||
        said.say === 'refused' ||
        said.say === 'read_only' ||
        said.say === 'changed_by_others'
          ? 'warn'
          : 'info',
      undo: said.say === 'removed',
    })
  }

  tell(text: string, { tone = 'info', undo = false }: { tone?: Toast['tone']; undo?: boolean } = {}): void {
    const toast: Toast = { id: ++this.#next, text, tone, undo }
    this.toasts = [...this.toasts.slice(-2), toast]
    this.speak(text)
    setTimeout(() => this.#expire(toast.id), TOAST_FOR)
  }

  /** Not from under the hand: whoever is on it has it as long as they like. */
  #expire(id: number): void {
    if (globalThis.document?.querySelector(`[data-toast="${id}"]:is(:hover, :focus-within)`))
      setTimeout(() => this.#expire(id), TOAST_FOR / 3)
    else this.dismiss(id)
  }

  /** To hear, not to see: it can be seen where it happened. */
  speak(text: string): void {
    this.#said.add(text)
    this.#soon()
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  changed(change: BoardChange): void {
    if (change.own) {
      if (this.#own.add(doneBy(change))) this.#soon()
    } else if (this.#others.add(doneBy(change)))
      this.#pause ??= setTimeout(() => {
        this.#pause = null
        for (const text of othersWords(this.#others.take())) this.#line(text)
      }, PAUSE)
  }

  /** A sentence of its own says it all: what was gathered of others is not told too. */
  cameBack(text: string): void {
    this.#others.take()
    this.tell(text)
  }

  /** Saving as usual is nothing to tell; a trouble is, and its end. */
  saving(state: SaveState): void {
    if (isTrouble(state)) {
      if (this.#trouble !== state.is) this.speak(saveWords({ ...state, unsaved: 0 }))
      this.#trouble = state.is
    } else if (this.#trouble !== null && (state.is === 'saved' || state.is === 'back')) {
      this.#trouble = null
      this.speak(state.is === 'back' ? saveWords(state) : m.save_back_nothing())
    }
  }

  close(): void {
    if (this.#gesture) clearTimeout(this.#gesture)
    if (this.#pause) clearTimeout(this.#pause)
  }

  /** The removal itself came just before. */
  #removedWords(count: number): string {
    return m.said_removed({ count, name: [...this.#own.removed.values()].at(-1) ?? m.untitled() })
  }

  #soon(): void {
    this.#gesture ??= setTimeout(() => {
      this.#gesture = null
      for (const text of new Set([...this.#said, ...ownWords(this.#own.take())])) this.#line(text)
      this.#said.clear()
    }, ONE_GESTURE)
  }

  #line(text: string): void {
    this.lines = [...this.lines.slice(1 - KEPT), { id: ++this.#next, text }]
  }
}

function wordsFor(said: Exclude<Told, { say: 'removed' }>): string {
  switch (said.say) {
    case 'undone':
      return m.said_undone()
    case 'redone':
      return m.said_redone()
    case 'nothing_to_undo':
      return m.said_nothing_to_undo()
    case 'nothing_to_redo':
      return m.said_nothing_to_redo()
    case 'changed_by_others':
      return m.said_changed_by_others()
    case 'cannot_connect':
      return { same: m.said_connect_same, exists: m.said_connect_exists, impossible: m.said_connect_impossible }[
        said.why
      ]()
    case 'refused':
      return { newer: m.said_newer, too_long: m.said_too_long, closed: m.said_closed }[said.why]()
    case 'read_only':
      return m.said_read_only()
  }
}
