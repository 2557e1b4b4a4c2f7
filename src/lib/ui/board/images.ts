/** Pictures made small enough in the browser before they are sent: at most 2,400 pixels a side and 2 MB. */
export type ScaledImage = { readonly blob: Blob; readonly width: number; readonly height: number }
export type Scaled =
  { readonly ok: true; readonly image: ScaledImage } | { readonly ok: false; readonly why: 'unreadable' | 'too_large' }

const KINDS = new Set(['image/png', 'image/jpeg', 'image/webp'])
const MOST_PIXELS = 2_400
const MOST_BYTES = 2 * 1024 * 1024
const QUALITIES = [0.9, 0.8, 0.65, 0.5]

export async function scaled(file: File): Promise<Scaled> {
  if (!KINDS.has(file.type)) return { ok: false, why: 'unreadable' }
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return { ok: false, why: 'unreadable' }
  const { width, height } = bitmap
  const small = Math.max(width, height) <= MOST_PIXELS && file.size <= MOST_BYTES
  const image = small ? { blob: file, width, height } : await drawn(bitmap, file.type)
  bitmap.close()
  return image ? { ok: true, image } : { ok: false, why: 'too_large' }
}

/** What was drawn with lines and words stays sharp as PNG while it fits; else WebP, or JPEG where WebP cannot be written. */
async function drawn(bitmap: ImageBitmap, type: string): Promise<ScaledImage | null> {
  for (const most of [MOST_PIXELS, 1_600, 1_000]) {
    const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * scale))
    canvas.height = Math.max(1, Math.round(bitmap.height * scale))
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const tries = [
      ...(type === 'image/png' ? [['image/png', 1] as const] : []),
      ...QUALITIES.map((quality) => ['image/webp', quality] as const),
      ...(type === 'image/jpeg' ? QUALITIES.map((quality) => ['image/jpeg', quality] as const) : []),
    ]
    for (const [as, quality] of tries) {
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, as, quality))
      if (blob && blob.type === as && blob.size <= MOST_BYTES)
        return { blob, width: canvas.width, height: canvas.height }
    }
  }
  return null
}

/** Board units at first: as large as it is, up to the width of a few cards. */
export function shownSize({ width, height }: Pick<ScaledImage, 'width' | 'height'>): readonly [number, number] {
  const scale = Math.min(1, 640 / width, 640 / height)
  return [Math.max(24, Math.round(width * scale)), Math.max(24, Math.round(height * scale))]
}
