/** WebKitGTK's MiniBrowser by its WebDriver (W3C), on a screen that nobody sees. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { miniBrowserPath, screenPath, webkitDriverPath } from '../support/browsers.ts'
import { until, type Engine } from './engine.ts'

/** The key under which the protocol gives elements. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const KEYS = { Enter: '\uE007' } as const
/** A page may take so long, and the driver a little more: where the browser does not start it never answers. */
const LONGEST_MS = 60_000
const ANSWER_MS = LONGEST_MS + 10_000

export async function startWebkit(): Promise<Engine> {
  const started: ChildProcess[] = []
  const end = async () => void (await Promise.all(started.map(ended)))
  try {
    return engineOf(await openSession(await startDriver(started)), end)
  } catch (error) {
    await end()
    throw error
  }
}

/** Gives the driver's address; what runs for it is added to `started`. */
async function startDriver(started: ChildProcess[]): Promise<string> {
  // Xvfb names the display that it found free on the third channel.
  const screen = spawn(screenPath()!, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  started.push(screen)
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    screen.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)))
  })
  const port = await freePort()
  const driver = spawn(webkitDriverPath()!, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display}`, WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
  })
  started.push(driver)
  const root = `http://127.0.0.1:${port}`
  await until('the driver', () => ask<object>(`${root}/status`))
  return root
}

/** Gives the session's address. */
async function openSession(root: string): Promise<string> {
  const options = { binary: miniBrowserPath(), args: ['--automation'] }
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } }
  const { sessionId } = await ask<{ sessionId: string }>(`${root}/session`, { capabilities })
  const at = `${root}/session/${sessionId}`
  await ask(`${at}/timeouts`, { script: LONGEST_MS, pageLoad: LONGEST_MS })
  await ask(`${at}/window/rect`, { width: 1280, height: 860, x: 0, y: 0 })
  return at
}

/** `at`: the session's address. */
function engineOf(at: string, end: () => Promise<void>): Engine {
  const element = async (selector: string) =>
    (await ask<Record<string, string>>(`${at}/element`, { using: 'css selector', value: selector }))[ELEMENT]!
  const act = (...actions: readonly object[]) => ask<void>(`${at}/actions`, { actions })
  const pointer = (...actions: readonly object[]) =>
    act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions })
  const keys = (...values: readonly string[]) =>
    act({
      type: 'key',
      id: 'keys',
      actions: values.flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]),
    })
  const over = async (selector: string) => ({
    type: 'pointerMove',
    duration: 0,
    x: 0,
    y: 0,
    origin: { [ELEMENT]: await element(selector) },
  })
  const [down, up] = [
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ]
  return {
    open: (url) => ask(`${at}/url`, { url }),
    reload: () => ask(`${at}/refresh`, {}),
    run: (script, ...args) =>
      ask<{ gives: never } | { failed: string }>(`${at}/execute/async`, {
        script: `const [args, done] = arguments
          new Promise((resolve) => resolve(((args) => {${script}})(args))).then(
            (gives) => done({ gives: gives ?? null }),
            (error) => done({ failed: String(error) }),
          )`,
        args: [args],
      }).then(given),
    press: async (selector) => pointer(await over(selector), down, up),
    drag: async (selector, [x, y]) =>
      pointer(
        await over(selector),
        down,
        ...[0.3, 0.6, 1].map((share) => ({
          type: 'pointerMove',
          duration: 40,
          x: Math.round(x * share),
          y: Math.round(y * share),
          origin: 'viewport',
        })),
        up,
      ),
    type: (text) => keys(...text),
    key: (key) => keys(KEYS[key]),
    async close() {
      await ask(at, undefined, 'DELETE').catch(() => undefined)
      await end()
    },
  }
}

/** What a script in the page gave; what it threw there is thrown here. */
function given<T>(answer: { readonly gives: T } | { readonly failed: string }): T {
  if ('failed' in answer) throw new Error(answer.failed)
  return answer.gives
}

/** What the protocol answers; what it refuses is thrown with its words. */
async function ask<T>(url: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  })
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'exit')
}
