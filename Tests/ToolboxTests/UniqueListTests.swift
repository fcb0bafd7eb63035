import TestSupport
import Testing
import Toolbox

@Suite struct UniqueListTests {
  /// Elements of which many have the same hash.
  private struct Crowded: Hashable {
    var value: Int

    func hash(into hasher: inout Hasher) { hasher.combine(value % 3) }
  }

  @Test(arguments: seeds(20))
  func `an element has the place at which it came first`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var list = UniqueList<Crowded>()
    var places: [Int: Int] = [:]
    for _ in 0..<500 {
      let value = Int.random(in: 0..<300, using: &random)
      #expect(list.index(of: Crowded(value: value)) == places[value], "seed \(seed)")
      let place = list.insert(Crowded(value: value))
      places[value] = places[value] ?? places.count
      #expect(place == places[value], "seed \(seed)")
      #expect(list[place].value == value && list.count == places.count, "seed \(seed)")
    }
    #expect(list.elements.map(\.value) == places.sorted { $0.value < $1.value }.map(\.key))
  }
}
