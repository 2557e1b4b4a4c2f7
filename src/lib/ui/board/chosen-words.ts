/** What is chosen, counted in words: «2 fiches choisies · 3 flèches choisies». */
import type { Element } from '#lib/domain/schema/element.ts'
import { isLink, type Link } from '#lib/domain/schema/links.ts'
import { m } from '#lib/i18n/paraglide/messages.js'

export function chosenWords(records: readonly (Element | Link)[]): string {
  const links = records.filter(isLink)
  const counts = [
    [m.panel_several, records.length - links.length],
    [m.several_causal, links.filter(({ is }) => is === 'causal').length],
    [m.several_concerns, links.filter(({ is }) => is === 'concerns').length],
    [m.several_relation, links.filter(({ is }) => is === 'relation').length],
  ] as const
  return counts.flatMap(([words, count]) => (count === 0 ? [] : words({ count }))).join(' · ')
}
