/// A line in so many columns: what goes beyond them continues on indented lines, after a blank or a `|`.
///
/// - Parameters:
///   - line: The line, with nothing invisible in it.
///   - width: How many columns there are.
///   - indent: How many blanks the further lines begin with.
/// - Returns: The lines, with a line feed after each.
func folded(_ line: String, to width: Int, indent: Int) -> String {
  var text = ""
  var rest = Substring(line)
  var room = width
  while rest.count > room, let cut = cut(rest, at: max(room, 20)) {
    text += rest[..<cut] + "\n" + String(repeating: " ", count: indent)
    rest = rest[cut...].drop { $0 == " " }
    room = width - indent
  }
  return text + rest + "\n"
}

/// Where a line is cut so that at most so many columns stand before it; further on where there is no place.
private func cut(_ line: Substring, at width: Int) -> Substring.Index? {
  let head = line.prefix(width + 1)
  // An arrow stays with what it leads to.
  let blanks = head.indices.dropFirst(width / 2).filter { place in
    head[place] == " " && head[head.index(before: place)] != "→"
  }
  if let blank = blanks.last { return blank }
  let begin = line.index(line.startIndex, offsetBy: width / 2)
  if let bar = head.dropLast()[begin...].lastIndex(of: "|") { return line.index(after: bar) }
  let after = line[begin...].firstIndex { $0 == " " || $0 == "|" }
  guard let after, line[after...].contains(where: { $0 != " " }) else { return nil }
  return line[after] == " " ? after : line.index(after: after)
}
