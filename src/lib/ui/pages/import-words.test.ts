import { expect, test } from 'vitest'
import { importReferentiel, type ImportIssue } from '#lib/domain/referentiel/import.ts'
import { LARGEST_IMPORT } from '#lib/domain/schema/limits.ts'
import { overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js'
import { importWords } from './import-words.ts'

overwriteGetLocale(() => 'fr')

const document = (changes: object) =>
  JSON.stringify({ format: 'referentiel-impact', formatVersion: '1.0.0', id: 'ref-1', ...changes })

function said(text: string): string[] {
  const imported = importReferentiel(text, () => 'new-id')
  if (imported.ok) throw new Error('It was imported.')
  return imported.issues.map(({ path, ...rest }) => `${path}: ${importWords({ path, ...rest })}`)
}
const spaces = (texts: string[]) => texts.map((text) => text.replace(/[\u00a0\u202f]/g, ' '))

test('a wrong type is told in words, with what was found', () => {
  const of = (changes: object) => spaces(said(document(changes)))
  expect(of({ stakeholders: [{ id: 's1', name: 3 }] })).toEqual([
    'stakeholders[0].name: Attendu : un texte ; trouvé : 3.',
  ])
  expect(of({ effects: 'aucun' })).toEqual(['effects: Attendu : une liste ; trouvé : « aucun ».'])
  expect(of({ mission: 'la nôtre' })).toEqual(['mission: Attendu : un objet ; trouvé : « la nôtre ».'])
  expect(of({ version: 1.5 })).toEqual(['version: Attendu : un nombre entier ; trouvé : 1.5.'])
  expect(of({ title: null, indicators: [{ id: 'i1', baseline: { value: true } }] })).toEqual([
    'indicators[0].baseline.value: Attendu : un nombre ou un texte ; trouvé : true.',
  ])
})

test('a missing id is named', () => {
  expect(spaces(said(document({ effects: [{ text: 'sans identifiant' }] })))).toEqual([
    'effects[0].id: Il manque « id ».',
  ])
})

test('possible values are listed without quotes and bars', () => {
  expect(spaces(said(document({ stakeholders: [{ id: 's1', kind: 'alien' }] })))).toEqual([
    'stakeholders[0].kind: « alien » n’est pas reconnu. Valeurs possibles : person_group, organization, public_authority, nature.',
  ])
})

test('sizes are megabytes, and what is refused is above the limit', () => {
  expect(spaces(said('x'.repeat(LARGEST_IMPORT + 1)))).toEqual([
    ': Ce fichier est trop grand : 5,1 Mo, et 5 Mo au plus sont acceptés.',
  ])
})

test('what would fill a board is told with what it would come to', () => {
  const words = (code: 'too_heavy' | 'too_many_pieces', params: ImportIssue['params']) =>
    spaces([importWords({ code, path: '', params })])[0]
  expect(words('too_heavy', { bytes: 18_000_000, limit: 16 << 20 })).toBe(
    'Une fois sur un tableau, ce fichier pèserait 17,2 Mo ; un tableau en accueille 16 Mo au plus. Répartissez-le dans plusieurs fichiers.',
  )
  expect(words('too_many_pieces', { count: 700_001, limit: 600_000 })).toBe(
    'Ce fichier remplit 700 001 champs, textes et réponses ; un tableau en accueille 600 000 au plus. Répartissez-le dans plusieurs fichiers.',
  )
})

test('what is too much is told with the limit, as figures are written', () => {
  const effects = Array.from({ length: 20_001 }, (_, i) => ({ id: `e${i}` }))
  expect(spaces(said(document({ effects })))).toEqual([
    ': Ce fichier compte 20 001 fiches et flèches ; un tableau en accueille 20 000 au plus. Répartissez-les dans plusieurs fichiers.',
  ])
  const mission = { problem: 'x'.repeat(20_001), publics: Array.from({ length: 201 }, () => 'Jeunes') }
  expect(spaces(said(document({ mission })))).toEqual([
    'mission.problem: Ce texte dépasse 20 000 signes.',
    'mission.publics: Cette liste compte 201 éléments, et 200 au plus sont acceptés. Répartissez-les, puis réessayez.',
  ])
})

test('every other reason has its sentence', () => {
  for (const text of ['\u0089PNG', '{}', document({ formatVersion: '2.0' }), document({ id: '../x' })])
    for (const each of said(text)) expect(each).not.toMatch(/import_|undefined|\{/)
})
