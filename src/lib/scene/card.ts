/** How one element looks as a card. Cached by the element itself: content is immutable. */
import type { Point } from '#lib/domain/content.ts'
import { cardLines, type Rect } from '#lib/domain/geometry.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import { widthOf, wrap } from '#lib/domain/text.ts'
import type { CardBox, IconName, Tone } from './scene.ts'
import type { SceneWords } from './words.ts'

type Look = { readonly tone: Tone; readonly icon: IconName; readonly head: string }
type Extra = { readonly rect: Rect; readonly anchor: Point | null; readonly indicators: number }

/** Where a head's words begin and end, board units from the sides and from the badge. */
export const HEAD = { size: 12, left: 28, right: 10, gap: 8 } as const

/** How long a head's words can be beside its badge. */
export const headRoom = ({ rect, badge }: Pick<CardBox, 'rect' | 'badge'>): number =>
  rect.w - HEAD.left - HEAD.right - (badge === '' ? 0 : widthOf(badge, HEAD.size) + HEAD.gap)

const known = new WeakMap<Element, { key: string; words: SceneWords; box: CardBox }>()

export function cardBox(element: Element, words: SceneWords, { rect, anchor, indicators }: Extra): CardBox {
  const key = `${rect.x},${rect.y},${rect.h},${anchor ?? ''},${indicators}`
  const hit = known.get(element)
  if (hit?.key === key && hit.words === words) return hit.box
  const badge = indicators > 0 ? words.indicators(indicators) : ''
  const look = lookOf(element, words)
  // Beside a stakeholder's kind it would read as where that stakeholder is from.
  const structure = element.is === 'stakeholder' ? '' : words.structure(element.by)
  const box: CardBox = {
    is: 'card',
    id: element.id,
    rect,
    ...look,
    head: signed(look.head, structure, headRoom({ rect, badge })),
    badge,
    lines: element.text === '' ? [words.untitled] : cardLines(element.text),
    faded: element.is === 'effect' && (element.status === 'parked' || element.status === 'rejected'),
    anchor,
  }
  known.set(element, { key, words, box })
  return box
}

/** Of a structure's name that is cut shorter nobody knows whose it is. */
const LEAST = 54

/** «Note · Montfleur»: whose idea it was, as far as what the card says of itself leaves room. */
function signed(head: string, structure: string, room: number): string {
  const left = room - widthOf(`${head} · `, HEAD.size)
  return structure === '' || left < LEAST ? head : `${head} · ${wrap(structure, HEAD.size, left, 1)[0]}`
}

const STAKEHOLDER_ICONS: Record<string, IconName> = {
  person_group: 'people',
  organization: 'organization',
  public_authority: 'authority',
  nature: 'nature',
}
const EFFECT_LOOKS: Record<string, { readonly tone: Tone; readonly icon: IconName }> = {
  positive: { tone: 'positive', icon: 'rising' },
  negative: { tone: 'negative', icon: 'falling' },
  neutral: { tone: 'ambivalent', icon: 'mixed' },
}
/** Nobody has said yet whether it is good or bad: it looks like neither. */
const UNDECIDED = { tone: 'neutral', icon: 'level' } as const
const LOOKS: Partial<Record<Element['is'], { readonly tone: Tone; readonly icon: IconName }>> = {
  note: { tone: 'note', icon: 'note' },
  activity: { tone: 'activity', icon: 'activity' },
  output: { tone: 'output', icon: 'output' },
  question: { tone: 'question', icon: 'question' },
  criterion: { tone: 'question', icon: 'criterion' },
  indicator: { tone: 'output', icon: 'indicator' },
  assumption: { tone: 'ambivalent', icon: 'assumption' },
  factor: { tone: 'ambivalent', icon: 'factor' },
  evidence: { tone: 'stakeholder', icon: 'evidence' },
}

/** Kind by icon, word and colour, never by colour alone. */
export function lookOf(element: Element, words: SceneWords): Look {
  const name = [words.kind(element.is), element.ref].filter(Boolean).join(' ')
  if (element.is === 'stakeholder')
    return {
      tone: 'stakeholder',
      icon: STAKEHOLDER_ICONS[element.kind ?? ''] ?? 'people',
      head: element.kind ? words.stakeholderKind(element.kind) : name,
    }
  if (element.is === 'effect') {
    const look = EFFECT_LOOKS[element.polarity ?? ''] ?? UNDECIDED
    const said = element.polarity ? ` · ${words.polarity(element.polarity)}` : ''
    return { ...look, head: name + said }
  }
  return { ...(LOOKS[element.is] ?? { tone: 'neutral', icon: 'card' }), head: name }
}
