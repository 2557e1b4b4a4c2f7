/** `kill -9` in the middle of edits: what was acknowledged, and what somebody else saw, is there afterwards. */
import { once } from 'node:events'
import { expect, test } from 'vitest'
import {
  board,
  connect,
  note,
  person,
  startChild,
  startServer,
  temporaryFolder,
  until,
  type RawClient,
} from './support.ts'

test('kill -9 ten times under edits loses nothing acknowledged and nothing seen', { timeout: 240_000 }, async () => {
  const { dataDir, id, writers } = await prepared()
  const promised = new Set<string>()
  let written = 0
  for (let round = 0; round < 10; round++) {
    const child = await startChild(dataDir)
    const writer = await connect(child, id, writers[0]!)
    const peer = await connect(child, id, writers[1]!)
    const there = peer.content.elements
    for (const name of promised) expect(there.has(name), `${name} after round ${round}`).toBe(true)
    const begun = written
    const acknowledgedBefore = writer.sent
    const edits = setInterval(() => {
      for (let n = 0; n < 3; n++) writer.write(note(`n${++written}`, `edit ${written}`))
    }, 1)
    await until(() => writer.acknowledged - acknowledgedBefore > 20 + round * 17 && seen(peer, begun), 'edits flow')
    child.process.kill('SIGKILL')
    await once(child.process, 'exit')
    clearInterval(edits)
    // One message an edit after the first answer: the n-th acknowledged one is the n-th written in this round.
    for (let n = 1; n <= Math.max(0, writer.acknowledged - acknowledgedBefore); n++) promised.add(`n${begun + n}`)
    for (const name of peer.content.elements.keys()) if (/^n\d/.test(name)) promised.add(name)
    writer.leave()
    peer.leave()
  }
  const child = await startChild(dataDir)
  const after = await connect(child, id, writers[1]!)
  const { elements } = after.content
  const lost = [...promised].filter((name) => !elements.has(name))
  expect(lost).toEqual([])
  expect(promised.size).toBeGreaterThan(300)
  child.process.kill('SIGTERM')
  await once(child.process, 'exit')
  expect([after.closed?.code, child.process.exitCode]).toEqual([1012, 0])
})

test('SIGTERM under edits stores them, tells people to come back, and ends well (hocuspocus#738)', async () => {
  const { dataDir, id, writers } = await prepared()
  const child = await startChild(dataDir)
  const writer = await connect(child, id, writers[0]!)
  for (let n = 0; n < 200; n++) writer.write(note(`n${n}`, `edit ${n}`))
  await until(() => writer.acknowledged > 1, 'the first are acknowledged')
  child.process.kill('SIGTERM')
  await once(child.process, 'exit')
  await until(() => writer.closed, 'the writer is told')
  expect([writer.closed?.code, child.process.exitCode]).toEqual([1012, 0])
  const again = await startChild(dataDir)
  const back = await connect(again, id, writers[0]!, { doc: writer.doc })
  await until(() => back.acknowledged === back.sent, 'the rest is stored after coming back')
  const fresh = await connect(again, id, writers[1]!)
  expect([...fresh.content.elements.keys()].filter((name) => /^n\d/.test(name))).toHaveLength(200)
})

test('SIGTERM while forty people write ends within ten seconds, tells each of them to come back, and loses nothing', async () => {
  const { dataDir, id, writers } = await prepared()
  const child = await startChild(dataDir, { LIMIT_SOCKETS_PER_PERSON: '50' })
  const crowd = await Promise.all(Array.from({ length: 40 }, (_, n) => connect(child, id, writers[n % 2]!)))
  let written = 0
  const edits = setInterval(() => {
    for (const [n, client] of crowd.entries()) client.write(note(`p${n}-${written}`, 'under load'))
    written++
  }, 50)
  await until(() => crowd.every((client) => client.acknowledged > 5), 'everybody’s edits flow')
  const begun = performance.now()
  child.process.kill('SIGTERM')
  await once(child.process, 'exit')
  const seconds = (performance.now() - begun) / 1_000
  clearInterval(edits)
  await until(() => crowd.every((client) => client.closed), 'everybody is told')
  expect([child.process.exitCode, new Set(crowd.map((client) => client.closed?.code))]).toEqual([0, new Set([1012])])
  expect(seconds).toBeLessThan(10)
  const again = await startChild(dataDir)
  const after = await connect(again, id, writers[1]!)
  // The first message that counts is the answer to the server's question.
  const promised = crowd.flatMap((client, n) => Array.from({ length: client.acknowledged - 1 }, (_, i) => `p${n}-${i}`))
  expect(promised.length).toBeGreaterThanOrEqual(200)
  expect(promised.filter((name) => !after.content.elements.has(name))).toEqual([])
})

const seen = (peer: RawClient, begun: number) => peer.doc.getMap('elements').has(`n${begun + 10}`)

async function prepared() {
  const server = await startServer({ dataDir: temporaryFolder() })
  const { id, facilitator } = await board(server)
  const writers = [facilitator, await person(server, 'Nadia', 'participant', id)]
  await server.stop()
  return { dataDir: server.dataDir, id, writers }
}
