// A start of its own that needs the build: makes it slowly, in two files, and says which one it has. Arguments: the folder, the stamp, milliseconds.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild } from '#server/ensureBuild.js'

const [folder = '', stamp = '', ms = ''] = process.argv.slice(2)
const whole = await ensureBuild({
  folder,
  stampOf: () => stamp,
  async make(into) {
    appendFileSync(join(folder, 'made'), `${stamp}\n`)
    mkdirSync(into)
    writeFileSync(join(into, 'client'), String(process.pid))
    console.log('building')
    await sleep(Number(ms))
    writeFileSync(join(into, 'server'), String(process.pid))
  },
})
console.log(readFileSync(join(whole, 'client'), 'utf8') + readFileSync(join(whole, 'server'), 'utf8'))
