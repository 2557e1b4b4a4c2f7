import { expect, test } from 'vitest'
import { applyChanges, blankContent } from '../apply.ts'
import { elementsOf } from '../content.ts'
import { blankDossier } from '../schema/dossier.ts'
import { decide } from './decide.ts'

test('what is parked without a reason leaves a record as well, in one step with the effects', () => {
  const before = applyChanges(blankContent(blankDossier('ref-1', 'Essai')), [
    { do: 'put', root: 'elements', record: { id: 'e', is: 'effect', text: 'Osent' } },
  ])
  const record = { id: 'd', by: 'me', text: 'En attente', kind: null, workshopId: null }
  const after = applyChanges(before, decide(before, { ids: ['e'], status: 'parked', record }))
  expect(after.elements.get('e')).toMatchObject({ status: 'parked' })
  expect(elementsOf(after, 'decision')).toMatchObject([{ text: 'En attente', subjectIds: ['e'], kind: null }])
})
