/// Where filters were installed: how often, and the first place.
struct Installations {
  var count = 0
  var first: CallLocation?

  mutating func add(_ location: CallLocation) {
    count += 1
    if first == nil { first = location }
  }

  mutating func add(_ later: Self) {
    count += later.count
    if first == nil { first = later.first }
  }
}
