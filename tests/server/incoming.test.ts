import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contentFrom } from '#lib/domain/apply.ts'
import { copyOf } from '#lib/domain/boardCopy.ts'
import { blankDossier } from '#lib/domain/schema/dossier.ts'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { contentOf, incoming } from '#server/work/jobs.ts'
import { refusedAtTheDoor } from '../../src/door.server.ts'

async function sent(bytes: Uint8Array<ArrayBuffer>) {
  const form = new FormData()
  form.set('file', new File([bytes], 'a.json'))
  const whole = new Response(form)
  const type = whole.headers.get('content-type')!
  return incoming({ body: [new Uint8Array(await whole.arrayBuffer())], type, limits: DEFAULT_LIMITS })
}

test('a file in Windows-1252 is imported with its accents', async () => {
  const example = readFileSync('tests/fixtures/boucles-vives.referentiel.json', 'utf8')
  const ansi = Uint8Array.from(Buffer.from(example.replace(/[^\0-\xff]/g, '?'), 'latin1'))
  const brought = await sent(ansi)
  if (brought.is !== 'board') throw new Error(brought.is)
  const texts = [...contentOf(brought.state).elements.values()].map(({ text }) => text).join('\n')
  expect(texts).toMatch(/é/)
  expect(texts).not.toMatch(/\ufffd|Ã/)
})

test('thirteen megabytes of a board’s copy pass the door of the import, and no other', async () => {
  const at = async (path: string) => {
    const url = new URL(path, 'http://localhost')
    const headers = { origin: url.origin, 'content-length': String(13e6) }
    const request = { method: 'POST', headers: new Headers(headers) } as Request
    const health = { troubles: async () => [] } as never
    return (await refusedAtTheDoor({ request, url, route: { id: path } as never }, { health }))?.status ?? null
  }
  expect([await at('/boards?/import'), await at('/boards?/create'), await at('/b/x/images')]).toEqual([null, 413, 413])
})

test('a picture of a copy that is none, or damaged, is counted and not left out in silence', async () => {
  const content = contentFrom(blankDossier('ref-1', 'Essai'), [])
  const copy = copyOf(content, [{ hash: 'a'.repeat(64), data: Buffer.from('no picture').toString('base64') }])
  const brought = await sent(new TextEncoder().encode(JSON.stringify(copy)))
  expect(brought).toMatchObject({ is: 'board', pictures: [null] })
})
