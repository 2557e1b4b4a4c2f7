import { expect, test } from 'vitest'
import { createRequests } from './requests.ts'
import { DEFAULT_LIMITS } from './sync/limits.ts'

const MB = 1 << 20
const limits = { ...DEFAULT_LIMITS, points: 10, pointsPerSecond: 1, networkPoints: 30, networkPointsPerSecond: 10 }
const stranger = (person: string | null) => ({ person, network: '192.0.2.1', isMember: false })
const member = (person: string) => ({ person, network: '192.0.2.1', isMember: true })

test('who asks for more than their own waits, and nobody else does', () => {
  let now = 0
  const requests = createRequests(limits, () => now)
  expect(Array.from({ length: 12 }, () => requests.begin(member('a')))).toEqual([...Array(10).fill(0), 0, 1])
  expect(requests.begin(member('b'))).toBe(0)
  now = 1_000
  expect(requests.begin(member('a'))).toBe(0)
})

test('what is heavy is paid for by its weight, after it was given', () => {
  const requests = createRequests(limits, () => 0)
  expect(requests.begin(member('a'))).toBe(0)
  requests.charge(member('a'), 8 * MB)
  expect(requests.begin(member('a'))).toBe(55)
})

test('strangers who make a person for each request are one network, and members behind the same address are not held up by them', () => {
  const requests = createRequests(limits, () => 0)
  const answers = Array.from({ length: 40 }, (_, i) => requests.begin(stranger(`made-up ${i}`)))
  expect(answers.filter((wait) => wait === 0)).toHaveLength(31)
  expect(requests.begin(stranger(null))).toBe(1)
  expect(requests.begin(member('Lucie'))).toBe(0)
})

test('sixty people who join from one address within a minute ask for half of what their network may', () => {
  const requests = createRequests(DEFAULT_LIMITS, () => 0)
  for (let person = 0; person < 60; person++)
    for (let asked = 0; asked < 20; asked++) expect(requests.begin(stranger(asked < 3 ? null : `${person}`))).toBe(0)
})

test('a stranger who tries links is stopped after a few hundred, a member who follows old ones is not', () => {
  const requests = createRequests(DEFAULT_LIMITS, () => 0)
  const tried = (by: ReturnType<typeof stranger>) => {
    let asked = 0
    for (; asked < 500 && requests.begin(by) === 0; asked++) requests.refused(by)
    return asked
  }
  expect(tried(stranger(null))).toBeLessThan(300)
  expect(tried(member('Lucie'))).toBe(500)
})
