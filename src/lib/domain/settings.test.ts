import { expect, test } from 'vitest'
import { applyChanges, contentFrom } from './apply.ts'
import { referringTo, withoutWorkshops } from './commands/workshops.ts'
import { blankDossier, type Dossier, type Workshop } from './schema/dossier.ts'
import { inOrder, MOST_WORKSHOPS, settle, type Settings } from './settings.ts'

const workshop = (id: string, order: number | null, more: Partial<Workshop> = {}): Workshop => ({
  ...{ id, order, title: id, date: null, mode: null, durationMin: null, participants: null },
  ...more,
})
const dossierWith = (...workshops: Workshop[]): Dossier => ({ ...blankDossier('ref-1', 'Essai'), workshops })
const surroundings = { newId: () => 'pg-1', isOrganization: (id: string) => id.startsWith('og') }
const after = (dossier: Dossier, wanted: Settings): Dossier => {
  const settled = settle(dossier, wanted, surroundings)
  if (!settled.ok) throw new Error(settled.why)
  return { ...dossier, ...settled.dossier }
}
const titles = ({ workshops }: Dossier) => inOrder(workshops).map(({ order, title }) => `${order} ${title}`)

test('two people who set different fields of an atelier, or of the programme, both keep theirs', () => {
  const dossier = dossierWith(workshop('at-1', 1))
  const date: Settings = { workshops: [{ do: 'set', id: 'at-1', fields: { date: '2026-03-04' } }] }
  const mode: Settings = { workshops: [{ do: 'set', id: 'at-1', fields: { mode: 'hybrid' } }] }
  for (const both of [after(after(dossier, date), mode), after(after(dossier, mode), date)])
    expect(both.workshops).toEqual([workshop('at-1', 1, { date: '2026-03-04', mode: 'hybrid' })])
  const programme = after(
    after(dossier, { programme: { name: 'Communauté', organizers: { 'og-1': true, 'og-2': true } } }),
    { programme: { endDate: '2026-09-30', organizers: { 'og-1': false, 'og-3': true } } },
  ).programme
  expect(programme).toEqual({
    id: 'pg-1',
    name: 'Communauté',
    startDate: null,
    endDate: '2026-09-30',
    organizerIds: ['og-2', 'og-3'],
  })
})

test('what is not spoken of stays, unknown keys of an imported file too', () => {
  const dossier = { ...dossierWith({ ...workshop('at-1', 7), place: 'visio' } as Workshop), awake: ['placing'] }
  const set = after(dossier, { title: 'Autre', workshops: [{ do: 'set', id: 'at-1', fields: { participants: 12 } }] })
  expect(set).toEqual({
    ...dossier,
    title: 'Autre',
    workshops: [{ ...workshop('at-1', 7, { participants: 12 }), place: 'visio' }],
  })
})

test('ateliers are added last, moved by one place and numbered from one', () => {
  const dossier = dossierWith(workshop('c', null), workshop('b', 4), workshop('a', 2))
  expect(titles(dossier)).toEqual(['2 a', '4 b', 'null c'])
  const added = after(dossier, { workshops: [{ do: 'add', id: 'd', fields: { title: 'd' } }] })
  expect(titles(added)).toEqual(['1 a', '2 b', '3 c', '4 d'])
  const moved = after(added, {
    workshops: [
      { do: 'move', id: 'd', by: -1 },
      { do: 'move', id: 'a', by: -1 },
      { do: 'move', id: 'a', by: 1 },
    ],
  })
  expect(titles(moved)).toEqual(['1 b', '2 a', '3 d', '4 c'])
  expect(titles(after(moved, { workshops: [{ do: 'remove', id: 'a' }] }))).toEqual(['1 b', '2 d', '3 c'])
})

test('asking twice changes nothing more: the same atelier, or the four of two people at once', () => {
  const add: Settings = { workshops: [{ do: 'add', id: 'a', fields: { title: 'a' } }] }
  const begin = (prefix: string): Settings => ({
    workshops: [{ do: 'begin', workshops: [1, 2, 3, 4].map((n) => ({ id: `${prefix}${n}`, fields: {} })) }],
  })
  const remove: Settings = { workshops: [{ do: 'remove', id: 'a' }] }
  expect(after(after(dossierWith(), add), add).workshops).toHaveLength(1)
  expect(after(after(dossierWith(), begin('x')), begin('y')).workshops.map(({ id }) => id)).toEqual([
    'x1',
    'x2',
    'x3',
    'x4',
  ])
  expect(after(after(after(dossierWith(), add), remove), remove).workshops).toEqual([])
})

test('what cannot be done says why, and nothing of it is done', () => {
  const dossier = dossierWith(workshop('a', 1))
  const why = (wanted: Settings) => settle(dossier, wanted, surroundings)
  expect(why({ title: 'x', workshops: [{ do: 'set', id: 'gone', fields: { title: 'x' } }] })).toEqual({
    ok: false,
    why: 'workshop_gone',
  })
  expect(why({ programme: { organizers: { 'st-1': true } } })).toEqual({ ok: false, why: 'no_organization' })
  const many = Array.from({ length: MOST_WORKSHOPS }, (_, n) => ({ do: 'add', id: `w${n}`, fields: {} }) as const)
  expect(why({ workshops: many })).toEqual({ ok: false, why: 'too_many' })
  expect(why({ workshops: many.slice(1) })).toMatchObject({ ok: true })
  // An organiser that an import brought, and that is no card, can be taken away.
  expect(why({ programme: { organizers: { nowhere: false } } })).toMatchObject({ ok: true })
})

test('cards name an atelier that is removed no more, in the bin neither; the rest of them stays', () => {
  const put = (id: string, is: 'decision' | 'effect', fields: object) =>
    ({ do: 'put', root: 'elements', record: { id, is, ...fields } }) as const
  const content = contentFrom(dossierWith(workshop('a', 1), workshop('b', 2)), [
    put('d1', 'decision', { workshopId: 'a', subjectIds: ['a', 'e1'], text: 'Retenu' }),
    put('d2', 'decision', { workshopId: 'b' }),
    put('e1', 'effect', { createdInWorkshopId: 'a' }),
    put('d3', 'decision', { workshopId: 'a' }),
    { do: 'remove', root: 'elements', id: 'd3', gone: { by: null, at: 0 } },
  ])
  expect(referringTo(content, 'a').map(({ id }) => id)).toEqual(['d1', 'e1'])
  const changes = withoutWorkshops(content, ['a'])
  expect(changes.map((change) => change.do === 'patch' && 'id' in change && change.id)).toEqual(['d1', 'e1', 'd3'])
  const left = applyChanges(content, changes)
  expect(left.elements.get('d1')).toMatchObject({ workshopId: null, subjectIds: ['e1'], text: 'Retenu' })
  expect(left.elements.get('d2')).toMatchObject({ workshopId: 'b' })
  expect(left.elements.get('e1')).toMatchObject({ createdInWorkshopId: null })
  expect(left.bin.get('d3')?.record).toMatchObject({ workshopId: null })
})

const begun = after(dossierWith(), { moment: { do: 'begin', workshopId: 'at-1', tabs: ['tree'] } })
const set = (fields: object): Settings => ({ moment: { do: 'set', workshopId: 'at-1', ...fields } })

test('of two facilitators who set different things of the atelier in progress both keep theirs', () => {
  const steps = [
    set({ tabs: { ideas: true } }),
    set({ tabs: { tree: false, mission: true } }),
    set({ isWritingClosed: true }),
  ]
  for (const order of [steps, steps.toReversed()]) {
    const { moment } = order.reduce(after, begun)
    expect(moment).toMatchObject({ workshopId: 'at-1', isWritingClosed: true, opensAt: null, versionId: null })
    expect(moment!.tabs.toSorted()).toEqual(['ideas', 'mission'])
  }
  expect(after(begun, { title: 'Autre' }).moment).toEqual(begun.moment)
})

test('what is asked for an atelier that is no longer in progress changes nothing', () => {
  const next = after(begun, { moment: { do: 'begin', workshopId: 'at-2', tabs: ['mission'] } })
  const end: Settings = { moment: { do: 'end', workshopId: 'at-1', label: 'Fin', isWritingClosed: true } }
  for (const late of [set({ isWritingClosed: true }), end, { moment: { do: 'leave', workshopId: 'at-1' } } as const])
    for (const dossier of [next, after(begun, { moment: { do: 'leave', workshopId: 'at-1' } })])
      expect(settle(dossier, { ...late, title: 'Autre' }, surroundings)).toEqual({ ok: false, why: 'moment_gone' })
})

test('an atelier ends with the version that was kept, and begins anew without it', () => {
  const end: Settings = { moment: { do: 'end', workshopId: 'at-1', label: 'Fin', isWritingClosed: true } }
  const ended = settle(after(begun, set({ opensAt: '2026-03-12T09:00:00Z' })), end, {
    ...surroundings,
    versionId: 'v-1',
  })
  expect(ended).toMatchObject({
    dossier: { moment: { tabs: ['tree'], isWritingClosed: true, opensAt: null, versionId: 'v-1' } },
  })
  const again = after(begun, { moment: { do: 'begin', workshopId: 'at-1', tabs: ['tree'] } })
  expect(again.moment).toEqual(begun.moment)
})
