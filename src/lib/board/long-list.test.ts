import { expect, test } from 'vitest'
import { newState } from './newState.ts'
import * as Y from 'yjs'
import { read } from './layout.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { MISSION_ID } from '#lib/domain/schema/setting.ts'
import { fieldsOf } from '#lib/domain/schema/element.ts'

test.each(
  fieldsOf('mission')
    .filter(({ shape }) => shape === 'lines' || shape === 'text')
    .map(({ name }) => name),
)('a mission whose %s grew beyond two hundred thousand signes is read', (name) => {
  const doc = new Y.Doc()
  const record = { id: MISSION_ID, is: 'mission', [name]: 'une idée\n'.repeat(30_000) } as never
  Y.applyUpdateV2(doc, newState(blankDossier('r', ''), [{ do: 'put', root: 'elements', record }]))
  expect(read(doc).elements.has(MISSION_ID)).toBe(true)
})
