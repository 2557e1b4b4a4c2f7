/** In the address of a board that has just been made from a copy: how many of the copy's pictures could not be taken over. */
export const LOST_PICTURES = 'lost-pictures'

/** Read once: the address goes on without it. */
export function takeLostPictures(): number {
  const url = new URL(location.href)
  const count = Number(url.searchParams.get(LOST_PICTURES))
  url.searchParams.delete(LOST_PICTURES)
  if (count > 0) history.replaceState(history.state, '', url)
  return count
}
