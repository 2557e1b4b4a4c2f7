/** What an editor needs from around it, and what it tells. */
import type { Board } from '#lib/board/board.ts'
import type { Change } from '#lib/domain/change.ts'
import type { Gone, Id, Point } from '#lib/domain/content.ts'
import type { SceneWords } from '#lib/scene/words.ts'

export type Said =
  | { readonly say: 'undone' | 'redone' | 'nothing_to_undo' | 'nothing_to_redo' | 'changed_by_others' }
  | { readonly say: 'removed'; readonly count: number }
  | { readonly say: 'cannot_connect'; readonly why: 'same' | 'exists' | 'impossible' }
  | { readonly say: 'for_whom'; readonly from: Id; readonly to: Id }
  | { readonly say: 'refused'; readonly why: 'newer' | 'too_long' | 'closed' }
  | { readonly say: 'read_only' }

/** What an action needs to know before it can go on: a dialog of the page. */
export type Question =
  | { readonly ask: 'connect'; readonly from: Id }
  | { readonly ask: 'place'; readonly ids: readonly Id[] }
  | { readonly ask: 'merge'; readonly ids: readonly Id[] }
  /** What can be done here, at a point of the canvas, CSS pixels. */
  | { readonly ask: 'menu'; readonly at: Point }
  | { readonly ask: 'shortcuts' }
  /** A picture to place at a point of the board; the file is chosen in the dialog. */
  | { readonly ask: 'image'; readonly file: null; readonly at: Point }
  /** The search on the whole board. */
  | { readonly ask: 'find' }

export type EditorOptions = {
  readonly board: Board
  readonly words: SceneWords
  readonly me: () => Id | null
  readonly mayWrite: () => boolean
  readonly newId: () => Id
  readonly now: () => number
  /** Something to tell the person, once. */
  readonly say: (said: Said) => void
  readonly ask: (question: Question) => void
  /** The board is there to look at: a finger moves it and not its cards (USE §6). */
  readonly isToLookAt: () => boolean
  /** What is chosen opens beside the view, not over it. */
  readonly opensBeside: () => boolean
  /** Asks before others' work, or more than three cards, go to the bin; answers true to go on. */
  readonly confirmRemoval: (ids: readonly Id[]) => Promise<boolean>
}

/** Who does something now: ids of what is new, who made it, who put it into the bin. */
export type Author = {
  readonly by: Id | null
  readonly gone: Gone
  readonly newId: () => Id
}

/** What a command that makes cards gives. */
export type Made = { readonly changes: readonly Change[]; readonly ids: readonly Id[] }
