/// Where filters were installed: how often, and the first place.
struct Installations {
  var count = 0
  var first: CallPlace?

  mutating func add(_ place: CallPlace) {
    count += 1
    if first == nil { first = place }
  }

  mutating func add(_ later: Self) {
    count += later.count
    if first == nil { first = later.first }
  }
}
