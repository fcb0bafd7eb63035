/// Words in lines of a width, which only a word that is longer by itself exceeds.
///
/// - Parameters:
///   - words: The words, none of which is broken.
///   - width: How many characters a line has at most.
///   - first: What the first line begins with.
///   - indent: How many blanks the other lines begin with.
/// - Returns: The lines, each with its end; none without words and without a beginning.
package func wrapped(
  _ words: some Sequence<some StringProtocol>, width: Int = 80, first: String = "",
  indent: Int = 0
) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines = first.isEmpty ? [] : [first]
  // A beginning that ends with a blank has its own space.
  var isAtStart = first.isEmpty || first.last == " "
  for word in words {
    if let last = lines.last, isAtStart || last.count + 1 + word.count <= width {
      lines[lines.count - 1] += (isAtStart ? "" : " ") + word
    } else {
      lines.append((lines.isEmpty && first.isEmpty ? "" : margin) + word)
    }
    isAtStart = false
  }
  return lines.map { $0 + "\n" }.joined()
}
