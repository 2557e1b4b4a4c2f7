import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { endWithWhatIsPiped } from './piped.ts'

test('a file that has gone ends its own answer, and the next one is given', async () => {
  const reported: unknown[] = []
  const server = createServer((request, response) => {
    endWithWhatIsPiped(response, (error) => reported.push(error))
    response.writeHead(200)
    createReadStream(request.url === '/gone' ? '/no/such/file' : import.meta.filename).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(fetch(`${at}/gone`).then((response) => response.text())).rejects.toThrow()
  expect(reported).toMatchObject([{ code: 'ENOENT' }])
  expect(await (await fetch(`${at}/here`)).text()).toContain('a file that has gone')
})
