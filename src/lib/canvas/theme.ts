/** The design tokens as the painter needs them, read from the page's CSS: light, dark and high contrast come from one place. */
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { LineLook, Tone } from '#lib/scene/scene.ts'

export type Theme = {
  readonly paper: string
  readonly surface: string
  readonly sunken: string
  readonly line: string
  readonly lineStrong: string
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly accent: string
  readonly accentSoft: string
  readonly focus: string
  readonly font: string
  readonly pens: Readonly<Record<Pen['colour'], string>>
  readonly tones: Readonly<Record<Tone, { readonly ink: string; readonly soft: string; readonly border: string }>>
  readonly looks: Readonly<Record<LineLook, { readonly colour: string; readonly dash: readonly number[] }>>
}

const TONES = ['note', 'stakeholder', 'activity', 'output', 'positive', 'negative', 'ambivalent', 'question'] as const

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const tones = Object.fromEntries(
    TONES.map((tone) => [
      tone,
      { ink: token(tone), soft: token(`${tone}-soft`), border: mix(token(tone), token('surface'), 0.45) },
    ]),
  ) as Record<(typeof TONES)[number], Theme['tones'][Tone]>
  const neutral = { ink: token('ink-2'), soft: token('sunken'), border: token('line-strong') }
  return {
    paper: token('paper'),
    surface: token('surface'),
    sunken: token('sunken'),
    line: token('line'),
    lineStrong: token('line-strong'),
    ink: token('ink'),
    ink2: token('ink-2'),
    ink3: token('ink-3'),
    accent: token('accent'),
    accentSoft: token('accent-soft'),
    focus: token('focus'),
    font: token('font') || 'sans-serif',
    // Read like words on the paper, light and dark.
    pens: { ink: token('ink'), blue: token('output'), red: token('negative') },
    tones: { ...tones, neutral },
    looks: {
      leads: { colour: mix(token('ink-3'), token('paper'), 0.85), dash: [] },
      hinders: { colour: token('negative'), dash: [7, 5] },
      feedback: { colour: token('ink-3'), dash: [2, 5] },
      // Many and optional: quiet until a card is chosen, when the overlay draws those of that card; 3 : 1 on the paper.
      relation: { colour: mix(token('stakeholder'), token('surface'), 0.63), dash: [] },
    },
  }
}

/** A hex colour laid over another. */
function mix(top: string, under: string, share: number): string {
  const [a, b] = [channels(top), channels(under)]
  return `rgb(${a.map((value, i) => Math.round(value * share + b[i]! * (1 - share))).join(' ')})`
}

/** `#rgb` as well as `#rrggbb`: the build shortens colours. */
function channels(hex: string): readonly [number, number, number] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const value = Number.parseInt(digits, 16)
  return Number.isNaN(value) ? [128, 128, 128] : [value >> 16, (value >> 8) & 255, value & 255]
}
