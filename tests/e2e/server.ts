/** Starts the built application on a fresh database for the end-to-end tests, and makes the first facilitator's account known to them. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default async function startServer(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canevas-e2e-'))
  const server = spawn(process.execPath, ['server/start.js'], {
    env: { ...process.env, PORT: '4199', DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const setup = await new Promise<string>((resolve, reject) => {
    let printed = ''
    server.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const link = /\/setup\/[\w-]+/.exec(printed)?.[0]
      if (link) resolve(link)
    })
    server.on('exit', (code) => reject(new Error(`The server ended with ${code}.\n${printed}`)))
  })
  process.env.CANEVAS_SETUP = setup
  process.env.CANEVAS_DATA = dataDir
  return async () => {
    server.removeAllListeners('exit')
    const ended = new Promise((resolve) => server.once('close', resolve))
    server.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}
