/** A pasted list makes one card a line (USE §4), as one step of undo. */
import { applyChanges } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import type { Content, Id } from '#lib/domain/content.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'

const MOST = 200

export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+|\d+[.)]\s+)?/, '').trim())
    .filter((line) => line !== '')
    .slice(0, MOST)

export type Writing = { readonly is: ElementKind; readonly by: Id | null; readonly newId: () => Id }

/** One card a text, in order; each finds its place knowing those before it. */
export function cardsFrom(content: Content, texts: readonly string[], { is, by, newId }: Writing): readonly Change[] {
  let so = content
  return texts.flatMap((text) => {
    const changes = createCard(so, null, { id: newId(), is, text, by })
    so = applyChanges(so, changes)
    return changes
  })
}
