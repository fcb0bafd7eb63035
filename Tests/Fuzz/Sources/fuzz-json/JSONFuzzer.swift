import SekatModules

/// Parses one input; what is accepted is written and parsed again, and its parts by themselves.
@c(LLVMFuzzerTestOneInput)
public func testJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let (node, diagnostics) = parse(bytes)
  precondition(node != nil || diagnostics.containsErrors, "a refusal has a reason")
  for diagnostic in diagnostics {
    for location in [diagnostic.location] + diagnostic.notes.map(\.location) {
      guard let range = location?.range else { preconditionFailure("a mistake has a place") }
      precondition(
        0 <= range.lowerBound && range.lowerBound <= range.upperBound
          && range.upperBound <= bytes.count, "a place is in the text")
    }
  }
  checkRendering(diagnostics)
  guard let node, !diagnostics.containsErrors else { return 0 }
  checkWriting(node)
  checkParts(of: node, in: bytes)
  return 0
}

private func parse(_ bytes: [UInt8]) -> (node: JSONNode?, diagnostics: [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  let node = JSONParser.parse(SourceText(name: "input", bytes: bytes), diagnostics: &diagnostics)
  return (node, diagnostics)
}

/// The value of a text that must be accepted.
private func accept(_ bytes: [UInt8]) -> JSONNode {
  let (node, diagnostics) = parse(bytes)
  guard let node, !diagnostics.containsErrors else {
    preconditionFailure("what was accepted is accepted again: \(diagnostics)")
  }
  return node
}

/// Diagnostics can be shown, and no control character of the input reaches the terminal.
private func checkRendering(_ diagnostics: [Diagnostic]) {
  let text = DiagnosticRenderer(color: false).render(diagnostics)
  let isClean = text.unicodeScalars.allSatisfy {
    $0 == "\n" || $0.properties.generalCategory != .control
  }
  precondition(isClean, "a message has no control characters")
  var json = JSONWriter(.compact)
  for diagnostic in diagnostics { diagnostic.write(to: &json) }
}

private func checkWriting(_ node: JSONNode) {
  for layout in [JSONWriter.Layout.compact, .indented] {
    let text = Array(node.written(layout).utf8)
    precondition(Array(accept(text).written(layout).utf8) == text, "a value survives writing")
  }
}

/// The bytes of each value and key, by themselves, are that value or key.
private func checkParts(of node: JSONNode, in bytes: [UInt8]) {
  let text = Array(node.written(.compact).utf8)
  let part = accept(Array(bytes[node.range.range]))
  precondition(Array(part.written(.compact).utf8) == text, "a value is where it says")
  switch node.value {
  case .array(let elements): for element in elements { checkParts(of: element, in: bytes) }
  case .object(let members):
    for member in members {
      let key = accept(Array(bytes[member.keyRange.range]))
      guard case .string(let name) = key.value, name.utf8.elementsEqual(member.key.utf8) else {
        preconditionFailure("a key is where it says")
      }
      checkParts(of: member.value, in: bytes)
    }
  case .null, .bool, .number, .string: break
  }
}

extension JSONNode {
  /// The value as the writer writes it; a number that is no integer as what is wrong with it.
  fileprivate func written(_ layout: JSONWriter.Layout) -> String {
    var json = JSONWriter(layout)
    write(to: &json)
    return json.take()
  }

  private func write(to json: inout JSONWriter) {
    switch value {
    case .null: json.null()
    case .bool(let flag): json.value(flag)
    case .string(let string): json.value(string)
    case .array(let elements): json.array { for element in elements { element.write(to: &$0) } }
    case .object(let members):
      json.object {
        for member in members {
          $0.key(member.key)
          member.value.write(to: &$0)
        }
      }
    case .number(let number):
      guard let integer = number.integer else {
        json.value(number.problem.map { "\($0)" } ?? "")
        return
      }
      if integer.isNegative {
        json.value(Int64(bitPattern: integer.bits))
      } else {
        json.value(integer.magnitude)
      }
    }
  }
}
