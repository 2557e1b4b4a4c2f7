import { expect, test } from 'vitest'
import { letsWrite, standingOf } from './moment.ts'
import type { Moment } from './schema/dossier.ts'

const running: Moment = { workshopId: null, tabs: ['tree'], isWritingClosed: false, opensAt: null, versionId: null }
const NINE = Date.parse('2026-03-12T09:00:00Z')
const at = (moment: Moment | null, now = NINE) => [standingOf(moment, now), letsWrite(moment, now)]

test('without an atelier, and in one that is open, everybody writes', () => {
  expect(at(null)).toEqual([null, true])
  expect(at(running)).toEqual(['open', true])
})

test('writing that is closed is closed until it is opened', () => {
  expect(at({ ...running, isWritingClosed: true })).toEqual(['closed', false])
})

test('an atelier that opens at nine is read before, and opens by itself', () => {
  const later = { ...running, opensAt: '2026-03-12T09:00:00.000Z' }
  expect(at(later, NINE - 1)).toEqual(['early', false])
  expect(at(later, NINE)).toEqual(['open', true])
})

test('after its end an atelier is over, and one writes where writing was left open', () => {
  expect(at({ ...running, versionId: 'v' })).toEqual(['over', true])
  expect(at({ ...running, versionId: 'v', isWritingClosed: true })).toEqual(['over', false])
})

test('an hour that is none does not keep an atelier closed', () => {
  expect(at({ ...running, opensAt: 'midi' })).toEqual(['open', true])
})
