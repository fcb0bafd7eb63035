/// The candidate that a misspelt word was most likely meant to be.
///
/// Near is what a few slips make of a word: a letter missing, too much, wrong, or two exchanged; one
/// slip in three letters, at most three. Letter case does not count, except to choose between
/// candidates that are equally near; of those that are still equal the first is taken.
///
/// - Parameters:
///   - word: The word as written.
///   - candidates: The words that would have been right.
/// - Returns: The nearest candidate, or `nil` when none is near.
package func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  let exact = Array(word.utf8)
  // Longer words are not slips of names, and would cost the square of their length.
  guard (1...64).contains(exact.count) else { return nil }
  let folded = exact.map(lowercased)
  var best: (candidate: String, distance: Int, exactDistance: Int)?
  var bound = min((exact.count + 1) / 3, 3)
  for candidate in candidates {
    guard abs(candidate.utf8.count - exact.count) <= bound, !candidate.isEmpty else { continue }
    let bytes = Array(candidate.utf8)
    guard let distance = editDistance(folded, bytes.map(lowercased), limit: bound) else { continue }
    let exactDistance = editDistance(exact, bytes, limit: 64) ?? Int.max
    if let best, (best.distance, best.exactDistance) <= (distance, exactDistance) { continue }
    best = (candidate, distance, exactDistance)
    bound = distance
  }
  return best?.candidate
}

/// The end of a message about a misspelt word: `; did you mean 'openat'?`, or nothing.
///
/// - Parameters:
///   - word: The word as written.
///   - candidates: The words that would have been right.
///   - prefix: What the message puts before a candidate, within the quotes.
/// - Returns: The end of the message.
package func suggestion(
  for word: String, among candidates: some Sequence<String>, prefix: String = ""
) -> String {
  didYouMean(nearest(to: word, in: candidates), prefix: prefix)
}

/// The end of a message about a misspelt word whose nearest candidate is known.
///
/// - Parameters:
///   - candidate: The candidate, if there is one.
///   - prefix: What the message puts before it, within the quotes.
/// - Returns: `; did you mean 'openat'?`, or nothing.
package func didYouMean(_ candidate: String?, prefix: String = "") -> String {
  candidate.map { "; did you mean '\(prefix)\($0)'?" } ?? ""
}

/// An ASCII letter in lower case; other bytes stay.
///
/// - Parameter byte: A byte.
/// - Returns: The byte in lower case.
private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// How many insertions, deletions, replacements and exchanges of neighbours make one word of another.
///
/// This is the Damerau–Levenshtein distance in its restricted form (optimal string alignment), where
/// no part of a word is edited twice.
///
/// - Parameters:
///   - first: A word.
///   - second: A word.
///   - limit: The largest distance of interest.
/// - Returns: The distance, or `nil` when it is above the limit.
func editDistance(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int? {
  var beforeLast = [Int](repeating: 0, count: second.count + 1)
  var last = Array(0...second.count)
  var row = last
  for i in 0..<first.count {
    row[0] = i + 1
    for j in 0..<second.count {
      let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
      row[j + 1] = min(replaced, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
      }
    }
    // Distances never shrink from row to row, but an exchange looks back at two.
    if min(row.min() ?? 0, last.min() ?? 0) > limit { return nil }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[second.count] <= limit ? last[second.count] : nil
}
