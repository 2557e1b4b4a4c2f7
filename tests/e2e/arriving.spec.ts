/** A town hall comes in: everybody from one address. */
import { expect, test } from '@playwright/test'
import { arrive, startArrivals } from './arriving.ts'

test('sixty people come in from one address at the same moment, through whole pages, and none is refused', async () => {
  const arrivals = await startArrivals()
  try {
    const met = await Promise.all(Array.from({ length: 60 }, (_, n) => arrive(arrivals, `Personne ${n}`)))
    expect(met.flat()).toEqual([])
  } finally {
    await arrivals.end()
  }
})
