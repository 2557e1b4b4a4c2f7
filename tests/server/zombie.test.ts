/** Lines whose other end does not answer any more. */
import { spawn } from 'node:child_process'
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_LIMITS } from '#server/sync/limits.ts'
import { board, connect, note, person, startServer, textOf, until } from './support.ts'

/** Says a word when it has the board, then does nothing more. */
const CLIENT = `
  import { WebSocket } from 'ws'
  const [, address, cookie, origin] = process.argv
  const socket = new WebSocket(address, ['wb.v1'], { headers: { cookie, origin } })
  socket.on('open', () => socket.send(new Uint8Array([0, 0, 1, 0])))
  socket.on('message', (data) => data[0] === 0 && data[1] === 1 && console.log('there'))
`

test('a client that was stopped in its tracks is ended after two pings unanswered, and costs the others nothing', async () => {
  const server = await startServer({ pingMs: 300 })
  const { id, facilitator } = await board(server)
  const nadia = await person(server, 'Nadia', 'participant', id)
  const address = `ws://127.0.0.1:${server.port}/sync/${id}`
  const args = ['--input-type=module', '-e', CLIENT, address, nadia.cookie, server.origin]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const [writer, reader] = [await connect(server, id, facilitator), await connect(server, id, facilitator)]
  const { rooms } = server.services
  expect(rooms.sockets).toBe(3)

  child.kill('SIGSTOP')
  for (let n = 0; rooms.sockets === 3; n++) {
    writer.write(note(`n${n}`, 'as usual'))
    await until(() => textOf(reader, `n${n}`), 'the others see each other’s edits')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(rooms.sockets).toBe(2)
  await until(() => writer.acknowledged === writer.sent, 'the writer is served')
  expect([writer.closed, reader.closed, server.faults]).toEqual([null, null, []])
})

test('a line that is held for what it sent too much is not taken for dead', async () => {
  const server = await startServer({ pingMs: 100 }, { limits: { ...DEFAULT_LIMITS, framesPerSecond: 10 } })
  const { id, facilitator } = await board(server)
  const busy = await connect(server, id, facilitator)
  for (let n = 0; n < 40; n++) busy.write(note(`n${n}`, 'quickly'))
  await until(() => busy.acknowledged === busy.sent, 'all is stored, seconds later')
  expect(busy.closed).toBeNull()
})

test('a line on which an answer takes minutes, there or back, is not taken for dead', async () => {
  const server = await startServer({ pingMs: 300 })
  const { id, facilitator } = await board(server)
  const slow = await slowNetwork(server.port, 150_000)
  // Offline for long: a board's worth in one message.
  const writer = await connect({ ...server, port: slow }, id, facilitator)
  writer.write(...Array.from({ length: 400 }, (_, n) => note(`n${n}`, 'x'.repeat(800))))
  await until(() => writer.acknowledged === writer.sent, 'all is stored, many pings later', 20_000)
  // Its own large update comes back to it, and pings wait behind.
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(writer.closed).toBeNull()
  const joiner = await connect({ ...server, port: slow }, id, await person(server, 'Nadia', 'participant', id))
  expect([joiner.content.elements.size >= 400, joiner.closed, writer.closed]).toEqual([true, null, null])
})

/** A port that leads to `to`, so many bytes a second each way. */
async function slowNetwork(to: number, bytesPerSecond: number): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = createConnection(to, '127.0.0.1')
    for (const [from, onto] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => onto.destroy())
      from.on('close', () => onto.destroy())
      from.on('data', (data) => {
        onto.write(data)
        from.pause()
        setTimeout(() => from.resume(), (data.length / bytesPerSecond) * 1_000)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}
