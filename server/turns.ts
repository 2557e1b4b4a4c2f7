/**
 * Pages and downloads, one a turn of the event loop: however many are asked for at once, what people write on boards is looked at in between. Alone
 * nobody waits.
 */
export function oneATurn(): (begin: () => void) => void {
  const waiting: (() => void)[] = []
  let isTaken = false

  function next(): void {
    const begin = waiting.shift()
    if (!begin) return void (isTaken = false)
    setImmediate(next)
    begin()
  }

  return (begin) => {
    waiting.push(begin)
    if (isTaken) return
    isTaken = true
    next()
  }
}
