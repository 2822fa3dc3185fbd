// A heap: whatever comes first in an order is found at once, however much there is
// (https://en.wikipedia.org/wiki/Binary_heap). Used by virtual-clock.ts, which may have many thousand timers.

export interface Heap<T> {
  add(one: T): void
  first(): T | undefined
  /** Takes the first one out. */
  take(): T | undefined
  /** In no particular order. */
  all(): readonly T[]
  /** To be called when what the order goes by has changed. */
  sort(): void
}

export function openHeap<T>(order: (one: T, other: T) => number): Heap<T> {
  /** Each comes before the two at twice its place: 2n + 1 and 2n + 2. */
  const heap: T[] = []

  function isBefore(one: number, other: number): boolean {
    return order(heap[one] as T, heap[other] as T) < 0
  }

  function swap(one: number, other: number): void {
    const was = heap[one] as T
    heap[one] = heap[other] as T
    heap[other] = was
  }

  function up(from: number): void {
    for (let n = from; n > 0; ) {
      const above = (n - 1) >>> 1
      if (!isBefore(n, above)) return
      swap(n, above)
      n = above
    }
  }

  function down(from: number): void {
    for (let n = from; ; ) {
      const [left, right] = [2 * n + 1, 2 * n + 2]
      let least = n
      if (left < heap.length && isBefore(left, least)) least = left
      if (right < heap.length && isBefore(right, least)) least = right
      if (least === n) return
      swap(n, least)
      n = least
    }
  }

  return {
    add(one) {
      heap.push(one)
      up(heap.length - 1)
    },
    first: () => heap[0],
    take() {
      const taken = heap[0]
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) {
        heap[0] = last
        down(0)
      }
      return taken
    },
    all: () => heap,
    // What is in order is a heap, too.
    sort: () => void heap.sort(order),
  }
}
