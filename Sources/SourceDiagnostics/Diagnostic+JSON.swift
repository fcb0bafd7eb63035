public import Toolbox

extension Diagnostic {
  /// Writes the diagnostic as an object.
  ///
  /// Lines and columns count from 1, columns in Unicode scalars, offsets in bytes from 0; ends are
  /// exclusive.
  ///
  /// - Parameter json: Where to.
  public func write(to json: inout JSONWriter) {
    json.object {
      $0.member("severity", severity.rawValue)
      $0.member("id", id)
      $0.member("message", message)
      if let help { $0.member("help", help) }
      location?.writeMember(to: &$0)
      if !notes.isEmpty {
        $0.array("notes") {
          for note in notes {
            $0.object {
              $0.member("message", note.message)
              note.location?.writeMember(to: &$0)
            }
          }
        }
      }
    }
  }
}

extension SourceLocation {
  /// Writes the location as the member `location` of the open object.
  ///
  /// - Parameter json: Where to.
  public func writeMember(to json: inout JSONWriter) {
    let start = start
    let end = source.position(of: range.range.upperBound)
    json.object("location", inline: true) {
      $0.member("file", source.name)
      $0.member("line", start.line)
      $0.member("column", start.column)
      $0.member("endLine", end.line)
      $0.member("endColumn", end.column)
      $0.member("offset", range.lowerBound)
      $0.member("length", range.range.count)
    }
  }
}
