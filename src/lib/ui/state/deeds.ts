/** What people did to a board between two of its contents, and the sentences that tell it. What only the server wrote is nobody's deed. */
import type { BoardChange } from '#lib/board/board.ts'
import { frameAround } from '#lib/domain/views/frames.ts'
import { placementKey, type Content, type Id } from '#lib/domain/content.ts'
import { columnOf, isInZone, TREE_ZONES, zoneX } from '#lib/domain/views/columns.ts'
import type { Element } from '#lib/domain/schema/element.ts'
import type { Link } from '#lib/domain/schema/links.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import { inQuotes, kindWord, optionWord, scaleWord, sceneWords } from '../words.ts'

/** By the id of a card or an arrow, its name; of what was moved, where it now stands as well. */
type Deed = ReadonlyMap<Id, string>
export type Done = {
  readonly content: Content
  readonly added: Deed
  /** From the bin. */
  readonly back: Deed
  readonly linked: Deed
  readonly changed: Deed
  readonly placed: ReadonlyMap<Id, { readonly name: string; readonly place: string }>
  readonly merged: Deed
  readonly removed: Deed
}

/** What was done since it was last told. */
export class Deeds {
  #done = nothing()

  /** Whether there is anything to tell. */
  add({ content, added, back, linked, changed, placed, merged, removed }: Done): boolean {
    const before = this.#done
    // What came and went meanwhile is not told; what came back has not gone.
    const wentAgain = new Set([...removed.keys()].filter((id) => before.added.has(id) || before.linked.has(id)))
    const cameBack = new Set([...back.keys(), ...linked.keys()].filter((id) => before.removed.has(id)))
    const but = <V>(deeds: ReadonlyMap<Id, V>, ids: ReadonlySet<Id>) =>
      new Map([...deeds].filter(([id]) => !ids.has(id)))
    this.#done = {
      content,
      added: new Map([...but(before.added, wentAgain), ...added]),
      back: new Map([...but(before.back, new Set(removed.keys())), ...but(back, cameBack)]),
      linked: new Map([...but(before.linked, wentAgain), ...but(linked, cameBack)]),
      changed: new Map([...before.changed, ...changed]),
      placed: new Map([...before.placed, ...placed]),
      merged: new Map([...before.merged, ...merged]),
      removed: new Map([...but(before.removed, cameBack), ...but(removed, wentAgain)]),
    }
    return [added, back, linked, changed, placed, merged, removed].some(({ size }) => size > 0)
  }

  get removed(): Deed {
    return this.#done.removed
  }

  take(): Done {
    const done = this.#done
    this.#done = nothing()
    return done
  }
}

const nothing = (): Done => ({
  content: null as never,
  added: new Map(),
  back: new Map(),
  linked: new Map(),
  changed: new Map(),
  placed: new Map(),
  merged: new Map(),
  removed: new Map(),
})

export function doneBy(change: BoardChange): Done {
  const { before, content, elements, links } = change
  const done = { content, ...maps() }
  const mergedAway = new Set<Id>()
  for (const id of elements) {
    const [was, is] = [before.elements.get(id), content.elements.get(id)]
    // A new card is put hidden, then shown: it was in no bin.
    if (!was && is) (before.bin.get(id)?.gone.at ? done.back : done.added).set(id, nameOf(is))
    else if (was && !is) done.removed.set(id, nameOf(was))
    else if (was && is && !sameWork(was, is)) {
      const more = is.mergedFrom.filter((each) => !was.mergedFrom.includes(each) && !content.elements.has(each))
      for (const each of more) mergedAway.add(each)
      if (more.length > 0) done.merged.set(id, nameOf(is))
      else done.changed.set(id, nameOf(is))
    }
  }
  for (const id of links) {
    const [was, is] = [before.links.get(id), content.links.get(id)]
    // Those of a card that comes or goes come and go with it.
    const own = (link: Link) =>
      ![link.fromId, link.toId].some((end) => done.added.has(end) || done.back.has(end) || done.merged.has(end))
    if (!was && is && own(is)) done.linked.set(id, arrowOf(content, is))
    else if (was && !is && content.linksInBin.has(id)) done.removed.set(id, arrowOf(before, was))
    else if (was && is && !sameWork(was, is)) done.changed.set(id, arrowOf(content, is))
  }
  for (const [id, name, place] of placings(change))
    if (!done.added.has(id) && !done.back.has(id)) done.placed.set(id, { name, place })
  if (done.merged.size > 0) {
    // What else a merge does, to arrows and references, is the same deed.
    for (const id of mergedAway) done.removed.delete(id)
    done.changed.clear()
  }
  return done
}

const maps = () => ({
  added: new Map<Id, string>(),
  back: new Map<Id, string>(),
  linked: new Map<Id, string>(),
  changed: new Map<Id, string>(),
  placed: new Map<Id, { name: string; place: string }>(),
  merged: new Map<Id, string>(),
  removed: new Map<Id, string>(),
})

const nameOf = ({ is, text }: Element): string => text.trim().split('\n', 1)[0] || kindWord(is)

function arrowOf(content: Content, { fromId, toId }: Link): string {
  const [from, to] = [fromId, toId].map((id) => content.elements.get(id) ?? content.bin.get(id)?.record)
  return `${from ? nameOf(from) : m.missing_reference()} → ${to ? nameOf(to) : m.missing_reference()}`
}

/** Whether two states of a record differ in nothing that people write: numbers, authors and the atelier of birth are the server's. */
function sameWork(was: Element | Link, is: Element | Link): boolean {
  const [a, b] = [was, is].map((record) => record as unknown as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
  ]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (name) =>
      name === 'ref' ||
      name === 'by' ||
      (name === 'createdInWorkshopId' && (a[name] ?? null) === null) ||
      a[name] === b[name] ||
      JSON.stringify(a[name]) === JSON.stringify(b[name]),
  )
}

/** The fields in which a place is data. */
const PLACES = ['circle', 'power', 'interest', 'horizon'] as const

/** Cards that stand elsewhere than before. Where, in words, is looked for only of one alone; '' where the place has no name or is the same. */
function placings({ before, content, elements, placements }: BoardChange): readonly (readonly [Id, string, string])[] {
  const field = (element: Element, name: string) => (element as unknown as Record<string, unknown>)[name]
  const moved = new Set([...placements].map((key) => key.slice(key.indexOf(':') + 1)))
  const ids = [...new Set([...moved, ...elements])].filter((id) => {
    const [was, is] = [before.elements.get(id), content.elements.get(id)]
    return was && is && (moved.has(id) || PLACES.some((name) => field(was, name) !== field(is, name)))
  })
  return ids.map((id) => {
    const is = content.elements.get(id)!
    if (ids.length > 1) return [id, nameOf(is), '']
    const from = placeOf(before, before.elements.get(id)!)
    return [
      id,
      nameOf(is),
      placeOf(content, is)
        .filter((each) => !from.includes(each))
        .join(', '),
    ]
  })
}

function placeOf(content: Content, element: Element): readonly string[] {
  switch (element.is) {
    case 'stakeholder': {
      const { circle, power, interest } = element
      const scale = (field: string, name: 'power' | 'interest', value: number) =>
        m.list_fact({ field, value: scaleWord(name, value) })
      return [
        ...(circle === null ? [] : [optionWord(content.dossier, 'circle', circle)]),
        ...(power === null ? [] : [scale(m.axis_influence(), 'power', power)]),
        ...(interest === null ? [] : [scale(m.axis_interest(), 'interest', interest)]),
      ]
    }
    case 'activity':
    case 'output':
    case 'effect': {
      const point = content.placements.get(placementKey('tree', element.id))
      const { zone, column } = sceneWords()
      const stands = columnOf(element)
      if (!point) return []
      if (isInZone(point)) return [zone(TREE_ZONES.findLast((each) => zoneX(each) <= point[0]) ?? TREE_ZONES[0]).title]
      return stands ? [column(stands).title] : []
    }
    default: {
      const frame = frameAround(content, element.id)
      return frame && frame.id !== element.id ? [nameOf(frame)] : []
    }
  }
}

const first = <V>(deeds: ReadonlyMap<Id, V>): V => deeds.values().next().value as V

/** Of many the first are named. */
const MOST_NAMED = 3

/** What one did oneself and cannot see, if one cannot see it. What is typed and what is chosen from a list is heard as it is. */
export function ownWords({ added, back, linked, placed, merged, removed }: Done): readonly string[] {
  return [
    added.size > 0 ? m.list_added({ count: added.size, name: first(added) }) : '',
    ...[...back.values()].slice(0, MOST_NAMED).map((name) => m.said_put_back({ name: inQuotes(name) })),
    linked.size > 0 ? m.did_connect({ count: linked.size, name: first(linked) }) : '',
    removed.size > 0 ? m.said_removed({ count: removed.size, name: first(removed) }) : '',
    ...[...merged.values()].slice(0, MOST_NAMED).map((name) => m.merge_done({ name: inQuotes(name) })),
    placed.size > 0 ? placedWords(placed) : '',
  ].filter(Boolean)
}

function placedWords(placed: Done['placed']): string {
  const { name, place } = first(placed)
  return placed.size === 1 && place ? m.did_place({ name, place }) : m.did_move({ count: placed.size, name })
}

/** What colleagues did. Where a card stands is seen, and said of a chosen card; what it says is told. */
export function othersWords({ content, added, back, linked, changed, merged, removed }: Done): readonly string[] {
  const came = new Map([...added, ...back, ...linked])
  const other = new Map([...changed].filter(([id]) => !came.has(id) && !merged.has(id) && !removed.has(id)))
  // The words that it has by now: a new card is born empty.
  const now = (deeds: Deed) => {
    const [id, name] = deeds.entries().next().value as [Id, string]
    const element = content.elements.get(id)
    return { count: deeds.size, name: element ? nameOf(element) : name }
  }
  return [
    came.size > 0 ? m.others_added(now(came)) : '',
    other.size > 0 ? m.others_changed(now(other)) : '',
    merged.size > 0 ? m.others_merged(now(merged)) : '',
    removed.size > 0 ? m.others_removed(now(removed)) : '',
  ].filter(Boolean)
}
