/** Arrows, relations and «Pour qui ?»: what a link is follows from its two ends and is never asked. */
import type { Change, NewLink } from '../change.ts'
import type { Content, Id } from '../content.ts'
import { causalKindBetween } from '../derived.ts'
import type { ElementKind } from '../schema/element.ts'
import type { LinkKind } from '../schema/links.ts'

export type Connection =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly link: Id }
  /** `for_whom`: a stakeholder and an effect, tied by «Pour qui ?» instead of an arrow, when the person agrees. */
  | { readonly ok: false; readonly why: 'same' | 'exists' | 'impossible' | 'for_whom' }

/** The kind of link between two kinds of cards, or null. `concerns` runs from the stakeholder to the effect. */
export function linkBetween(from: ElementKind, to: ElementKind): LinkKind | null {
  if (causalKindBetween(from, to)) return 'causal'
  if (from === 'stakeholder' && to === 'stakeholder') return 'relation'
  if ((from === 'stakeholder' && to === 'effect') || (from === 'effect' && to === 'stakeholder')) return 'concerns'
  return null
}

export function connect(
  content: Content,
  link: { readonly id: Id; readonly from: Id; readonly to: Id; readonly by: Id | null },
  agreed = false,
): Connection {
  const [from, to] = [content.elements.get(link.from), content.elements.get(link.to)]
  if (!from || !to) return { ok: false, why: 'impossible' }
  if (from.id === to.id) return { ok: false, why: 'same' }
  const is = linkBetween(from.is, to.is)
  if (!is) return { ok: false, why: 'impossible' }
  if (is === 'concerns' && !agreed) return { ok: false, why: 'for_whom' }
  const [fromId, toId] = is === 'concerns' && from.is === 'effect' ? [to.id, from.id] : [from.id, to.id]
  if (existing(content, is, fromId, toId)) return { ok: false, why: 'exists' }
  const record = { id: link.id, is, fromId, toId, by: link.by } as NewLink
  return { ok: true, changes: [{ do: 'put', root: 'links', record }], link: link.id }
}

const existing = (content: Content, is: LinkKind, fromId: Id, toId: Id): boolean =>
  [...content.links.values()].some((link) => link.is === is && link.fromId === fromId && link.toId === toId)
