/** What is told to the person: a toast to see, a polite live region to hear. Others' changes are gathered and told at most every few seconds. */
import type { BoardChange } from '#lib/board/board.ts'
import type { Content, Id } from '#lib/domain/content.ts'
import type { Said } from '#lib/editor/options.ts'
import { m } from '#lib/i18n/paraglide/messages.js'

export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'info' | 'warn'
  readonly undo: boolean
}

const TOAST_FOR = 6_000
/** Milliseconds between two announcements of what others did. */
const PAUSE = 4_000

type Told = Exclude<Said, { say: 'for_whom' }>

export class Announcer {
  toasts: readonly Toast[] = $state.raw([])
  /** Read out by screen readers. */
  spoken = $state('')
  #next = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #latest: Content | null = null
  readonly #gathered = { added: new Set<Id>(), changed: new Set<Id>(), removed: new Set<Id>() }

  said(said: Told): void {
    this.tell(wordsFor(said), {
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
    this.spoken = text
    setTimeout(() => this.dismiss(toast.id), TOAST_FOR)
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  othersChanged({ before, content, elements, links }: BoardChange): void {
    this.#latest = content
    const { added, changed, removed } = this.#gathered
    for (const id of elements) {
      if (!before.elements.has(id) && content.elements.has(id)) added.add(id)
      else if (before.elements.has(id) && !content.elements.has(id)) removed.add(id)
      else if (content.elements.has(id)) changed.add(id)
    }
    for (const id of links) if (!before.links.has(id) && content.links.has(id)) added.add(id)
    if (added.size + changed.size + removed.size > 0) this.#timer ??= setTimeout(() => this.#speak(), PAUSE)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  #speak(): void {
    this.#timer = null
    const { added, changed, removed } = this.#gathered
    for (const id of added) changed.delete(id)
    const name = (ids: ReadonlySet<Id>) => {
      const texts = [...ids].flatMap((id) => this.#latest?.elements.get(id)?.text || [])
      return texts.length === 1 && ids.size === 1 ? texts[0]! : ''
    }
    const parts = [
      added.size > 0 ? m.others_added({ count: added.size, name: name(added) }) : '',
      changed.size > 0 ? m.others_changed({ count: changed.size, name: name(changed) }) : '',
      removed.size > 0 ? m.others_removed({ count: removed.size }) : '',
    ]
    this.spoken = parts.filter(Boolean).join(' ')
    for (const set of [added, changed, removed]) set.clear()
  }
}

function wordsFor(said: Told): string {
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
    case 'removed':
      return m.said_removed({ count: said.count })
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
