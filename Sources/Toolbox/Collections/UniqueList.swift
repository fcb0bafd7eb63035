/// Elements without repetition in the order in which they came, found again by their hash.
///
/// A dictionary from elements to indices would do the same. But for each new type of key the runtime
/// searches all conformances of the program before it makes the first dictionary, which takes as
/// long as compiling a small policy does. So the type asks nothing of its elements, only its methods
/// do, and those are inlinable, so that they are made for their elements.
package struct UniqueList<Element: Sendable>: Sendable {
  @usableFromInline var list: [Element] = []
  /// Places of elements, at or after where their hash says; -1 is free.
  ///
  /// At least half are free.
  @usableFromInline var slots: [Int32] = []

  /// A list without elements.
  @inlinable package init() {}

  /// The elements.
  @inlinable package var elements: [Element] { list }

  /// How many elements there are.
  @inlinable package var count: Int { list.count }

  /// The element at an index.
  @inlinable package subscript(_ index: Int) -> Element { list[index] }
}

extension UniqueList where Element: Hashable {
  /// The index of an element, if it is in the list.
  ///
  /// - Parameter element: The element.
  /// - Returns: The index.
  @inlinable package func index(of element: Element) -> Int? {
    if slots.isEmpty { return nil }
    let index = slots[slot(of: element)]
    return index < 0 ? nil : Int(index)
  }

  /// The index of an element, which is added where it is not in the list.
  ///
  /// - Parameter element: The element.
  /// - Returns: The index.
  @inlinable package mutating func insert(_ element: Element) -> Int {
    if 2 * list.count >= slots.count { grow() }
    let slot = slot(of: element)
    if slots[slot] < 0 {
      slots[slot] = Int32(list.count)
      list.append(element)
    }
    return Int(slots[slot])
  }

  /// The slot that an element has, or the free one that it would get.
  @inlinable func slot(of element: Element) -> Int {
    let mask = slots.count - 1
    var hasher = Hasher()
    element.hash(into: &hasher)
    var slot = hasher.finalize() & mask
    while slots[slot] >= 0 && list[Int(slots[slot])] != element { slot = (slot + 1) & mask }
    return slot
  }

  @inlinable mutating func grow() {
    slots = Array(repeating: -1, count: max(64, 2 * slots.count))
    for index in 0..<list.count { slots[slot(of: list[index])] = Int32(index) }
  }
}
