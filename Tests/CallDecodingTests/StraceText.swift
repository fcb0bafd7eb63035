import Foundation

/// What strace prints, brought into the form of ours.
enum StraceText {
  /// The arguments between the parentheses of a call, at the commas that are in nothing else.
  static func arguments(_ list: String) -> [String] {
    var arguments = [""]
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in list {
      if isQuoted {
        if character == "\"", !isEscaped { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isQuoted = true
      } else if "([{<".contains(character) {
        depth += 1
      } else if ")]}>".contains(character) {
        depth -= 1
      } else if character == ",", depth == 0 {
        arguments.append("")
        continue
      }
      arguments[arguments.count - 1].append(character)
    }
    return arguments.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// Structures in our form: fewer names, and without what is 0.
  static func normal(_ argument: String) -> String {
    let forms: [(Regex<AnyRegexOutput>, String)] = [
      (
        Regex(/\{sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)\}/),
        "{AF_INET, $2:$1}"
      ),
      (
        Regex(
          /\{sa_family=AF_INET6, sin6_port=htons\((\d+)\), .*inet_pton\(AF_INET6, "(.*)", &.*=0\}/),
        "{AF_INET6, [$2]:$1}"
      ),
      (Regex(/\{sa_family=AF_UNIX, sun_path=(.*)\}/), "{AF_UNIX, $1}"),
      (
        Regex(/\{sa_family=AF_NETLINK, nl_pid=(\d+), nl_groups=0x0*(\w+)\}/),
        "{AF_NETLINK, pid=$1, groups=0x$2}"
      ),
      (Regex(/(\{flags=.*)stack=NULL, stack_size=0, (.*\})/), "$1$2"),
      (Regex(/^(0x\w+) \/\* .* \*\/$/), "$1"),
    ]
    for (pattern, form) in forms {
      guard let match = argument.wholeMatch(of: pattern) else { continue }
      var text = form
      for index in 1..<match.output.count {
        text = text.replacing("$\(index)", with: match.output[index].substring ?? "")
      }
      return sorted(text)
    }
    return sorted(argument)
  }

  /// A text with joined flags in one order.
  static func sorted(_ text: String) -> String {
    guard !text.contains("\"") else { return text }
    return text.replacing(/\w+(?:\|\w+)+/) { match in
      match.output.split(separator: "|").sorted().joined(separator: "|")
    }
  }
}
