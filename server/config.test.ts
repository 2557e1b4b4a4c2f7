import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { DEFAULT_LIMITS } from './sync/limits.ts'

test('everything has a default', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    origin: null,
    dataDir: './data',
    demoLimit: 200,
    trustProxy: false,
    metrics: { token: null, port: null },
    limits: DEFAULT_LIMITS,
  })
})

test('what is set is taken, and an empty value is no value', () => {
  expect(readConfig({ PORT: '8080', ORIGIN: 'https://canevas.example/', TRUST_PROXY: '1', HOST: '' })).toMatchObject({
    port: 8080,
    origin: 'https://canevas.example',
    trustProxy: true,
    host: '0.0.0.0',
  })
})

test.for([
  ['PORT', 'many'],
  ['PORT', '70000'],
  ['ORIGIN', 'canevas.example'],
  ['ORIGIN', 'https://canevas.example/path'],
  ['DEMO_LIMIT', '-1'],
  ['TRUST_PROXY', 'perhaps'],
  ['METRICS_TOKEN', 'short'],
  ['METRICS_PORT', '0'],
] as const)('a wrong %s stops with one sentence that names it', ([name, value]) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    new RegExp(`^${name} is set to “${value}”, but it must be .+\\.$`),
  )
})

test('a limit of the sync server is set by its name', () => {
  expect(readConfig({ LIMIT_SOCKETS_PER_PERSON: '3' }).limits).toEqual({ ...DEFAULT_LIMITS, socketsPerPerson: 3 })
})
