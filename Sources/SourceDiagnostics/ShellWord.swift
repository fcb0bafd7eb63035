import Toolbox

/// A text as a word that a shell reads as this text, to be pasted into a command line.
///
/// What must not reach a terminal as it is, is written in octal within `$'…'`, which bash, zsh and ksh
/// read.
///
/// - Parameter text: A text from anywhere.
/// - Returns: The word, with nothing but visible characters and plain spaces.
public func shellWord(_ text: String) -> String {
  let harmless = Set("%+,-./:=@_".utf8)
  let isPlain = text.utf8.allSatisfy { byte in
    let letter = byte | 0x20
    return (0x61...0x7a).contains(letter) || (0x30...0x39).contains(byte) || harmless.contains(byte)
  }
  if isPlain, !text.isEmpty { return text }
  if text.unicodeScalars.allSatisfy(isVisible) {
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
  var word = "$'"
  for scalar in text.unicodeScalars {
    switch scalar {
    case "'", "\\": word += "\\\(scalar)"
    case _ where isVisible(scalar): word.unicodeScalars.append(scalar)
    default:
      for byte in String(scalar).utf8 {
        let digits = String(byte, radix: 8)
        word += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
  }
  return word + "'"
}
