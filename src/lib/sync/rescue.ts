/** Copies of boards whose last edits the server did not take, on this device, until the person says what becomes of them (DESIGN §6.12). */

export type RescueCopy = { readonly state: Uint8Array; readonly at: number }

const STORE = 'copies'

/** `key`: of the board and the person. */
export async function keepCopy(key: string, copy: RescueCopy): Promise<void> {
  await inStore('readwrite', (store) => store.put(copy, key))
}

/** Null: there is none, or this browser keeps nothing. */
export async function readCopy(key: string): Promise<RescueCopy | null> {
  try {
    return ((await inStore('readonly', (store) => store.get(key))) as RescueCopy | undefined) ?? null
  } catch {
    return null
  }
}

export async function dropCopy(key: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(key))
}

async function inStore(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const db = await opened()
  try {
    const transaction = db.transaction(STORE, mode)
    const request = act(transaction.objectStore(STORE))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('not kept'))
    })
    return request.result
  } finally {
    db.close()
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('canevas-rescue', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no storage'))
  })
}
